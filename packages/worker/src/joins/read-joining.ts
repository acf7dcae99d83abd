import pMap from 'p-map';
import { z } from 'zod';
import type { Stores } from '../backend.ts';
import { joinedEntries, type LogEntry, readLog, uploadEntries } from '../dataset/dataset-log.ts';
import { readOther } from '../dataset/other-dataset.ts';
import { uploadsInForce } from '../dataset/uploads-in-force.ts';
import { featureSetPlaces } from '../feature-set.ts';
import type { SpecRef } from '../ledger.ts';
import { newestRequest, readRun, readSpecOf } from '../runs.ts';
import { type RunEnd, readRunEnd } from '../turn/run-end.ts';
import { uploadsToJoin } from '../turn/uploads-to-join.ts';
import { circularPath } from './circular-path.ts';
import type { OtherVersion, RenewalFacts } from './decide-renewal.ts';

/** An upload that has not joined by then is not waited for: perhaps nobody works on it. */
const PENDING_MS = 10 * 60_000;
const CONCURRENCY = 8;

const Pointer = z.object({ version: z.string() });

/** A dataset that joins others, and the run whose replay makes it again. */
export interface JoiningDataset {
  readonly facts: RenewalFacts;
  readonly run: string;
  /** Its newest replay, or 0. */
  readonly replay: number;
  /** What its newest version was made by; undefined: its file shows it. */
  readonly spec: SpecRef | undefined;
}

/** The versions that their readers should take: those alone that were sealed, or restored, since. */
const readLatest = async (
  { features }: Pick<Stores, 'features'>,
  datasets: Iterable<string>,
  since: Date | undefined,
): Promise<Map<string, string>> => {
  const found = await pMap(
    new Set(datasets),
    async (dataset): Promise<[string, string][]> => {
      const pointer = await features.get(featureSetPlaces(dataset, '').latest.key);
      if (pointer === undefined || (since !== undefined && pointer.info.modifiedAt <= since)) return [];
      const { version } = Pointer.parse(JSON.parse(new TextDecoder().decode(pointer.body)));
      return [[dataset, version]];
    },
    { concurrency: CONCURRENCY },
  );
  return new Map(found.flat());
};

/** Who restores a version wants what it was made of, until something is new. */
const restoredAt = (entries: readonly LogEntry[]): Date | undefined => {
  const newest = entries.findLast(({ type }) => type !== 'pin' && type !== 'unpin' && type !== 'sweep');
  return newest?.type === 'restoration' ? new Date(newest.at) : undefined;
};

/** What the last renewals were for that came to nothing: that of the run, and one that was cancelled since. */
const readInVain = async (
  stores: Stores,
  entries: readonly LogEntry[],
  own: { readonly run: string; readonly renews: readonly OtherVersion[]; readonly end: RunEnd },
): Promise<readonly OtherVersion[]> => {
  const last = entries.at(-1);
  const cancelled = last?.type === 'removal' ? (await newestRequest(stores, last.run)).renews : undefined;
  return [...(own.end === 'ended' ? own.renews : []), ...(cancelled ?? [])];
};

const isUnended = (end: RunEnd): boolean => end === 'joining' || end === 'going-on';

/** What there is to know of a dataset before it is renewed; undefined where it joins none, or has no upload. */
export const readJoining = async (
  stores: Stores,
  dataset: string,
  nowMs = Date.now(),
): Promise<JoiningDataset | undefined> => {
  const { results } = stores;
  const entries = await readLog(results, dataset);
  const joined = joinedEntries(entries);
  const newest = joined.at(-1);
  const specOf = uploadEntries(entries).at(-1);
  const upload = uploadsInForce(joined).at(-1);
  if (newest === undefined || specOf === undefined || upload === undefined) return undefined;
  const others = newest.joined ?? [];
  if (others.length === 0) return undefined;
  const { run } = upload;
  const { replay, renews = [] } = await newestRequest(stores, run);
  const end = await readRunEnd(results, { run, replay });
  const pending = { since: new Date(nowMs - PENDING_MS), until: new Date(nowMs) };
  const isBusy =
    isUnended(end) ||
    isUnended(await readRunEnd(results, newest)) ||
    (await uploadsToJoin(stores, dataset, pending)) !== 'none';
  // Behind all that may be new: a run that has ended since has joined what there is by now, or less.
  const names = new Set(others.map((other) => other.dataset));
  const latest = await readLatest(stores, names, restoredAt(entries));
  const joinsOf = async (name: string): Promise<readonly string[]> =>
    (await readOther(stores.features, name))?.joins ?? [];
  const paths = await pMap(names, (name) => circularPath(dataset, name, joinsOf), {
    concurrency: CONCURRENCY,
  });
  const document = await readRun(stores, specOf.run);
  return {
    facts: {
      joined: others,
      latest,
      isBusy,
      inVain: await readInVain(stores, entries, { run, renews, end }),
      isCircular: paths.some((path) => path !== undefined),
    },
    run,
    replay,
    spec: document && (await readSpecOf(stores, document, specOf.replay)),
  };
};
