import { type ObjectStore, PreconditionFailed } from '@wattline/backend-contract';
import { firstStage, nodeOf, type StageName } from '@wattline/topology';
import { z } from 'zod';
import type { Stores } from '../backend.ts';
import { entriesAfter, type JoinedEntry } from '../dataset/dataset-log.ts';
import type { Task } from '../events.ts';
import { createDocument, ledgerKeys, readDocument, StageDone, type SupersededDocument } from '../ledger.ts';
import { readReplay } from '../runs.ts';
import { canSupersede, decideTurn, isMade } from './decide-turn.ts';
import { entriesWith } from './entries-with.ts';
import { type RunEnd, readRunEnd } from './run-end.ts';
import { type ToJoin, uploadsToJoin } from './uploads-to-join.ts';

/** The stage that begins to make a version. */
export const turnStage: StageName | undefined = nodeOf(firstStage).next;

/** `by`: of a run that is superseded. */
export type TakenTurn =
  | { readonly turn: 'begin' | 'wait'; readonly by?: never }
  | { readonly turn: 'superseded'; readonly by: SupersededDocument };

/** The run whose version was begun last. Two that are made beside each other do no harm: so it expires. */
const Making = z.object({ run: z.string(), replay: z.int().nonnegative() });
const MAKING_MS = 15 * 60_000;
/** An upload that has not joined by then is not waited for: perhaps nobody works on it. */
const PENDING_MS = 10 * 60_000;
/** One that no service has taken up is waited for only while others join: perhaps nobody was notified of it. */
const NEXT_JOINS_MS = 1_000;

const makingKey = (dataset: string): string => `datasets/${dataset}/making.json`;

const Ingested = z.object({ dataset: z.object({ entry: z.int().positive() }) });

/** A run's entry in the log; undefined where it has none, as runs of before datasets grew. */
export const entryOf = async (
  results: ObjectStore,
  { run, replay }: Pick<Task, 'run' | 'replay'>,
): Promise<{ readonly entry: number; readonly joinedAt: string } | undefined> => {
  const done = await readDocument(results, ledgerKeys(run).done(replay, firstStage, 0), StageDone);
  const entry = Ingested.safeParse(done?.result).data?.dataset.entry;
  return done === undefined || entry === undefined ? undefined : { entry, joinedAt: done.finishedAt };
};

/** How far the runs of some entries are, up to the first that supersedes. */
const readEnds = async (
  results: ObjectStore,
  entries: readonly JoinedEntry[],
): Promise<{ readonly later: RunEnd[]; readonly by?: JoinedEntry }> => {
  const later: RunEnd[] = [];
  for (const by of entries) {
    const end = await readRunEnd(results, by);
    later.push(end);
    if (canSupersede(end)) return { later, by };
  }
  return { later };
};

/** A replay that nobody asked for: any version that has what it brought will do. */
const isRenewal = async (stores: Stores, { run, replay }: Task): Promise<boolean> =>
  (await readReplay(stores, run, replay))?.renews !== undefined;

const readMaking = async (results: ObjectStore, dataset: string) => {
  const found = await results.get(makingKey(dataset));
  if (found === undefined) return undefined;
  return { ...Making.parse(JSON.parse(new TextDecoder().decode(found.body))), info: found.info };
};

/** True where this call put it there. */
const putMaking = async (
  results: ObjectStore,
  { run, replay, dataset }: Task,
  former: { readonly etag: string } | undefined,
): Promise<boolean> => {
  const condition = former === undefined ? { ifAbsent: true } : { ifMatch: former.etag };
  try {
    await results.put(makingKey(dataset), JSON.stringify({ run, replay }), {
      ...condition,
      contentType: 'application/json',
    });
    return true;
  } catch (error) {
    if (error instanceof PreconditionFailed) return false;
    throw error;
  }
};

/** The version that was begun last, and what of the uploads that were there by then is still to join. */
const readBefore = async (
  stores: Stores,
  dataset: string,
  making: Awaited<ReturnType<typeof readMaking>>,
  nowMs: number,
): Promise<{ readonly making: RunEnd | undefined; readonly toJoin: ToJoin }> => {
  const until = making?.info.modifiedAt;
  if (making === undefined || until === undefined || nowMs - until.getTime() >= MAKING_MS)
    return { making: undefined, toJoin: 'none' };
  const end = await readRunEnd(stores.results, making);
  const since = new Date(nowMs - PENDING_MS);
  if (isMade(end) || since > until) return { making: end, toJoin: 'none' };
  return { making: end, toJoin: await uploadsToJoin(stores, dataset, { since, until }) };
};

/**
 * Whether a run is to make its version now, is to wait, or ends here, because another's version has what it brought.
 * Called again, it answers the same, or what has come since.
 */
export const takeTurn = async (stores: Stores, task: Task, nowMs = Date.now()): Promise<TakenTurn> => {
  const { results } = stores;
  const { run, replay, dataset } = task;
  const keys = ledgerKeys(run);
  if ((await results.head(keys.begun(replay))) !== undefined) return { turn: 'begin' };
  const own = await entryOf(results, task);
  if (own === undefined) return { turn: 'begin' };
  const { entry } = own;
  const begin = async (): Promise<TakenTurn> => {
    await createDocument(results, keys.begun(replay), { at: new Date(nowMs).toISOString() });
    return { turn: 'begin' };
  };
  const making = await readMaking(results, dataset);
  if (making?.run === run && making.replay === replay) return begin();
  const isReplay = replay > 0 && !(await isRenewal(stores, task));
  // Before the log is read: an upload that is not waited for any more has its entry there.
  const { toJoin, ...before } = await readBefore(stores, dataset, making, nowMs);
  for (;;) {
    const news = await entriesAfter(results, dataset, entry);
    const { later, by } = await readEnds(results, entriesWith({ run, entry }, news));
    const isJoining = nowMs - Date.parse(news.at(-1)?.at ?? own.joinedAt) < NEXT_JOINS_MS;
    const awaits = toJoin === 'at-work' || (toJoin === 'unseen' && isJoining);
    const turn = decideTurn({ hasBegun: false, isReplay, later, awaits, ...before });
    if (turn === 'wait') return { turn };
    if (turn === 'begin' || by === undefined)
      return (await putMaking(results, task, making?.info)) ? begin() : { turn: 'wait' };
    const superseded: SupersededDocument = {
      by: by.run,
      replay: by.replay,
      entry: by.entry,
      at: new Date(nowMs).toISOString(),
    };
    await results.put(keys.superseded(replay), JSON.stringify(superseded), {
      contentType: 'application/json',
    });
    // Whose run ends writes that down, then looks for those that it superseded: one of the two sees the other.
    if (canSupersede(await readRunEnd(results, by))) return { turn, by: superseded };
  }
};
