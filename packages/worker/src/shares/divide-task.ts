import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MessageQueue } from '@wattline/backend-contract';
import type { StageName } from '@wattline/topology';
import pMap from 'p-map';
import { ZodError } from 'zod';
import type { Stores } from '../backend.ts';
import type { Task } from '../events.ts';
import type { InputFile } from '../input-file.ts';
import { fetchInputs } from '../inputs.ts';
import { createDocument, readDocument } from '../ledger.ts';
import { decideShare, pauseAfterLookMs } from './decide-share.ts';
import { divisionOf, ShareClaim, ShareDone, type ShareOffered, shareKeys } from './share.ts';

/** A share that somebody did, its files here. */
export interface DoneShare {
  readonly result: Readonly<Record<string, unknown>>;
  readonly files: readonly { readonly name: string; readonly path: string }[];
}

/** Divides work among this task and other workers of its stage. */
export type DivideTask = (options: {
  /** What each share is to know; JSON. The same plan is the same division, in an attempt after this one too. */
  readonly plan: unknown;
  readonly shares: number;
  /** Does one of them here. */
  readonly own: (share: number) => Promise<DoneShare>;
}) => Promise<DoneShare[]>;

/** Messages sent at once, and shares brought here: each waits for the network. */
const CONCURRENCY = 8;

/** Since when a share is claimed that is of no use: it is done here at once. */
const OVERDUE = Number.NEGATIVE_INFINITY;

const SHARE = /\/(\d+)\/(claim|done)\.json$/;

/** Reads on what others did meanwhile. */
const lookAround = async (stores: Stores, root: string): Promise<{ claims: number[]; done: number[] }> => {
  const found = { claims: [] as number[], done: [] as number[] };
  for await (const { key } of stores.features.list(root)) {
    const [, share, kind] = SHARE.exec(key) ?? [];
    if (share !== undefined) (kind === 'done' ? found.done : found.claims).push(Number(share));
  }
  return found;
};

/**
 * Shares of a task's work, offered over its stage's queue and done by whoever comes first: this task too. One that a
 * worker took up and does not end is done here after a while, so that none is ever lost.
 */
export const divideTask =
  (options: {
    readonly stores: Stores;
    readonly queue: MessageQueue;
    readonly stage: StageName;
    readonly task: Task;
    readonly worker: string;
    /** For files that others made. */
    readonly scratch: string;
    readonly signal: AbortSignal;
  }): DivideTask =>
  async ({ plan, shares, own }) => {
    const { stores, queue, stage, task, worker, scratch, signal } = options;
    const division = divisionOf(plan);
    const keys = shareKeys({ ...task, stage, division });
    await createDocument(stores.features, keys.plan, plan);
    const done = new Map<number, DoneShare>();
    const claimedMs = new Map<number, number>();
    /** Nobody did anything since the last look, as far as this task can be to blame. */
    let isFresh = false;
    let nextLookMs = 0;
    const look = async (): Promise<void> => {
      const beganMs = performance.now();
      const found = await lookAround(stores, keys.root);
      const fresh = found.done.filter((share) => !done.has(share) && claimedMs.get(share) !== OVERDUE);
      await pMap(
        fresh,
        async (share) => {
          const folder = `${scratch}/${division}-${share}`;
          const taken = await takeShare(stores, keys.done(share), folder, signal);
          if (taken === undefined) claimedMs.set(share, OVERDUE);
          else done.set(share, taken);
        },
        { concurrency: CONCURRENCY },
      );
      for (const share of found.claims)
        if (!claimedMs.has(share) && !done.has(share)) {
          const claim = await readDocument(stores.features, keys.claim(share), ShareClaim);
          // That of an attempt of this task before: nobody is at it any more.
          if (claim?.by === 'worker') claimedMs.set(share, performance.now());
        }
      isFresh = true;
      const now = performance.now();
      nextLookMs = now + pauseAfterLookMs({ shares, tookMs: now - beganMs });
    };
    /** That of an attempt of this task before is no claim: nobody is at it any more. */
    const claimed = async (share: number): Promise<boolean> => {
      const key = keys.claim(share);
      const claim: ShareClaim = { by: 'task', worker };
      if (await createDocument(stores.features, key, claim)) return true;
      if ((await readDocument(stores.features, key, ShareClaim))?.by === 'task') return true;
      claimedMs.set(share, performance.now());
      return false;
    };
    await look();
    const offered = Array.from({ length: shares }, (_, share) => share).filter((share) => !done.has(share));
    const time = new Date().toISOString();
    await pMap(
      // The last one is begun here.
      offered.slice(0, -1),
      (share) => {
        const message: ShareOffered = {
          specversion: '1.0',
          id: `${task.run}/${task.replay}/${stage}/${task.part}/${division}/${share}`,
          source: `/wattline/${stage}`,
          type: 'wattline.share.offered',
          subject: task.run,
          time,
          datacontenttype: 'application/json',
          data: { ...task, stage, division, share },
        };
        return queue.send(JSON.stringify(message), { group: task.dataset });
      },
      { concurrency: CONCURRENCY },
    );
    let longestMs = 0;
    for (;;) {
      signal.throwIfAborted();
      const next = decideShare(
        { shares, done: new Set(done.keys()), claimedMs, longestMs },
        performance.now(),
      );
      if (next.type === 'finished') break;
      if (next.type === 'wait') {
        await sleep(Math.max(next.ms, nextLookMs - performance.now()), undefined, { signal });
        await look();
        continue;
      }
      const { share } = next;
      const isOverdue = claimedMs.has(share);
      if (isOverdue && !isFresh) {
        // It may be done by now.
        await look();
        continue;
      }
      if (isOverdue || (await claimed(share))) {
        const beganMs = performance.now();
        done.set(share, await own(share));
        longestMs = Math.max(longestMs, performance.now() - beganMs);
        isFresh = false;
      }
      if (performance.now() >= nextLookMs) await look();
    }
    return Array.from({ length: shares }, (_, share) => {
      const one = done.get(share);
      if (one === undefined) throw new Error(`share ${share} is not done`);
      return one;
    });
  };

const UNUSABLE = ['INPUT_MISSING', 'INPUT_CORRUPT'];

/** Whether a share cannot be used as it is in the store, however often it is asked for. */
const isUnusable = (error: unknown): boolean =>
  error instanceof SyntaxError ||
  error instanceof ZodError ||
  (error instanceof Error && 'code' in error && UNUSABLE.includes(String(error.code)));

/** A share that another worker did; undefined where it is gone or not what was written: it is done again. */
const takeShare = async (
  stores: Stores,
  key: string,
  folder: string,
  signal: AbortSignal,
): Promise<DoneShare | undefined> => {
  const own = `${folder}-${randomBytes(4).toString('hex')}`;
  try {
    const done = await readDocument(stores.features, key, ShareDone);
    if (done === undefined) return undefined;
    const { result, outputs } = done;
    const refs = outputs.map(({ ref }) => ref);
    const files: InputFile[] = await fetchInputs(refs, stores, own, signal);
    return { result, files: files.map(({ path }, index) => ({ name: outputs[index]?.name ?? '', path })) };
  } catch (error) {
    signal.throwIfAborted();
    if (isUnusable(error)) return undefined;
    throw error;
  }
};
