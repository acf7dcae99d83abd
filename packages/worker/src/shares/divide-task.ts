import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MessageQueue } from '@wattline/backend-contract';
import { sha256 } from '@wattline/hash';
import type { StageName } from '@wattline/topology';
import pMap from 'p-map';
import type { Stores } from '../backend.ts';
import type { Task } from '../events.ts';
import type { InputFile } from '../input-file.ts';
import { fetchInputs } from '../inputs.ts';
import { createDocument, readDocument } from '../ledger.ts';
import { decideShare } from './decide-share.ts';
import { ShareClaim, ShareDone, type ShareOffered, shareKeys } from './share.ts';

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

/** Messages sent at once: each waits for the network. */
const CONCURRENCY = 8;

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
    const body = JSON.stringify(plan);
    const division = sha256(body).slice(0, 16);
    const keys = shareKeys({ ...task, stage, division });
    await createDocument(stores.features, keys.plan, plan);
    const done = new Map<number, DoneShare>();
    const claimedMs = new Map<number, number>();
    const look = async (): Promise<void> => {
      const found = await lookAround(stores, keys.root);
      for (const share of found.done)
        if (!done.has(share)) {
          const read = await readDocument(stores.features, keys.done(share), ShareDone);
          if (read === undefined) continue;
          const files = await fetchShare(read, stores, `${scratch}/${division}-${share}`, signal);
          if (files !== undefined) done.set(share, { result: read.result, files });
        }
      for (const share of found.claims)
        if (!claimedMs.has(share) && !done.has(share)) {
          const claim = await readDocument(stores.features, keys.claim(share), ShareClaim);
          // That of an attempt of this task before: nobody is at it any more.
          if (claim?.by === 'worker') claimedMs.set(share, performance.now());
        }
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
      if (next.type === 'wait') await sleep(next.ms, undefined, { signal });
      else {
        const { share } = next;
        const isOurs =
          claimedMs.has(share) ||
          (await createDocument(stores.features, keys.claim(share), {
            by: 'task',
            worker,
          } satisfies ShareClaim)) ||
          (await readDocument(stores.features, keys.claim(share), ShareClaim))?.by === 'task';
        if (isOurs) {
          const beganMs = performance.now();
          done.set(share, await own(share));
          longestMs = Math.max(longestMs, performance.now() - beganMs);
        }
      }
      await look();
    }
    return Array.from({ length: shares }, (_, share) => {
      const one = done.get(share);
      if (one === undefined) throw new Error(`share ${share} is not done`);
      return one;
    });
  };

/** The files of a share, by their names; undefined where one of them is gone: it is done again. */
const fetchShare = async (
  { outputs }: ShareDone,
  stores: Stores,
  folder: string,
  signal: AbortSignal,
): Promise<DoneShare['files'] | undefined> => {
  const own = `${folder}-${randomBytes(4).toString('hex')}`;
  try {
    const files: InputFile[] = await fetchInputs(
      outputs.map(({ ref }) => ref),
      stores,
      own,
      signal,
    );
    return files.map(({ path }, index) => ({ name: outputs[index]?.name ?? '', path }));
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Error && 'code' in error && error.code === 'INPUT_MISSING') return undefined;
    throw error;
  }
};
