import type { Pipeline, RunSummary } from '@wattline/api';
import type { Fleet } from '@wattline/backend-contract';
import {
  isEnd,
  isSettled,
  type Logger,
  type Queues,
  readReceipt,
  readSealedReceipt,
  type Stores,
  type WattlineEvent,
} from '@wattline/worker';
import type { StatusDeps } from '../deps.ts';
import type { RunIndex } from '../run-index/run-index.ts';
import { doneParts, summarize } from '../run-index/summarize.ts';
import { consumeEvents } from './consume-events.ts';
import { createListeners, type LiveEvent } from './listeners.ts';
import type { Live } from './live.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { createPipelineReader } from './read-pipeline.ts';
import { sweepLedger } from './sweep.ts';
import { createWaker } from './waker.ts';

export interface LiveOptions {
  readonly stores: Stores;
  readonly queues: Queues;
  readonly fleet: Fleet;
  readonly index: RunIndex;
  readonly readDisk: StatusDeps['readDisk'];
  readonly log: Logger;
  readonly now: () => Date;
  readonly signal: AbortSignal;
  /** Hears each event of the events queue. */
  readonly onEvent?: (event: WattlineEvent) => void;
}

export interface RunningLive extends Live {
  /** Resolves when the signal has aborted and nothing is under way any more. */
  readonly done: Promise<void>;
  /** The first look at the whole ledger. */
  readonly swept: Promise<void>;
}

const ACTIVE_MS = 1_000;
const QUIET_MS = 5_000;
const TOUCH_MS = 5_000;
const SWEEP_MS = 15 * 60_000;
/** So many active runs are read in a round; the next round goes on behind them. */
const ROUND = 50;
/** Following what is active takes at most this share of the time. */
const SHARE = 1 / 4;

/** Starts following the events queue and the ledger. While nobody looks and nothing comes, it only waits. */
export const startLive = (options: LiveOptions): RunningLive => {
  const { stores, queues, index, log, now, signal, onEvent } = options;
  const listeners = createListeners();
  const readPipeline = createPipelineReader(options);
  const waker = createWaker(signal);
  let lastTouch = Number.NEGATIVE_INFINITY;
  let lastPipeline = '';
  let followed = 0;

  const isWatched = (): boolean => listeners.size > 0 || now().getTime() - lastTouch < TOUCH_MS;

  const refresh = oneAtATime(async (run): Promise<RunSummary | undefined> => {
    const receipt = await readReceipt(stores, run);
    if (receipt === undefined) return undefined;
    const summary = summarize(receipt);
    index.putParts(doneParts(receipt));
    if (index.put(summary, receipt.upload.order))
      listeners.tell('run.changed', JSON.stringify({ type: 'run.changed', run: summary }));
    return summary;
  });

  /** As `refresh`, for the many runs of a sweep: of a sealed one only what the index holds is read. */
  const learn = async (run: string): Promise<void> => {
    const sealed = await readSealedReceipt(stores, run);
    if (sealed === undefined) await refresh(run);
    else index.put(summarize(sealed), sealed.upload.order);
  };

  const refreshOrTell = async (run: string): Promise<void> => {
    try {
      await refresh(run);
    } catch (error) {
      log.warn({ err: error, run }, 'the run could not be read; it is read again with its next event');
    }
  };

  const tellPipeline = async (): Promise<void> => {
    const pipeline = await readPipeline();
    const { at: _, ...content } = pipeline;
    const text = JSON.stringify(content);
    if (text === lastPipeline) return;
    lastPipeline = text;
    listeners.tell('pipeline.changed', JSON.stringify({ type: 'pipeline.changed', pipeline }));
  };

  const pipeline = async (): Promise<Pipeline> => readPipeline();

  /** While somebody looks: active runs and the pipeline, about every second; else it waits to be woken. */
  const follow = async (): Promise<void> => {
    while (!signal.aborted) {
      if (!isWatched()) {
        await waker.wait();
        continue;
      }
      const startedAt = performance.now();
      const active = index.active();
      if (followed >= active.length) followed = 0;
      const round = active.slice(followed, followed + ROUND);
      followed += ROUND;
      for (const run of round) {
        if (signal.aborted) break;
        await refreshOrTell(run);
      }
      if (listeners.size > 0)
        await tellPipeline().catch((error: unknown) => log.warn({ err: error }, 'the queues do not answer'));
      const tookMs = performance.now() - startedAt;
      const pauseMs = active.length > 0 ? ACTIVE_MS : QUIET_MS;
      await waker.wait(Math.max(pauseMs, tookMs / SHARE));
    }
  };

  const onMessage = async (event: WattlineEvent): Promise<void> => {
    onEvent?.(event);
    // What happens between a run's beginning and its end is only read while somebody looks.
    if (isEnd(event.type) || event.type === 'wattline.upload.received' || isWatched()) {
      await refreshOrTell(event.data.run);
      if (listeners.size > 0) waker.wake();
    } else if (event.type === 'wattline.replay.requested') await refreshOrTell(event.data.run);
  };
  const consumer = consumeEvents({ queue: queues.events, onMessage, log, signal });

  const sweep = async (): Promise<void> => {
    try {
      const runs = await sweepLedger({ stores, index, learn, signal });
      if (runs > 0) log.info({ runs }, 'read from the ledger');
    } catch (error) {
      if (!signal.aborted) log.warn({ err: error }, 'the ledger could not be swept; it is tried again later');
    }
  };
  /** An index that turned out to be broken was made anew, empty. */
  const sweepNew = (): void => {
    if (index.takeIsNew()) void sweep();
  };
  index.takeIsNew();
  const swept = sweep();
  const sweeping = setInterval(sweep, SWEEP_MS);
  sweeping.unref();
  signal.addEventListener('abort', () => {
    clearInterval(sweeping);
    listeners.closeAll();
  });

  /** For who comes new, or was away too long: the newest runs and what is active. */
  const current = (): readonly Omit<LiveEvent, 'id'>[] => {
    const newest = index.list({}, { limit: 20 }).runs;
    const known = new Set(newest.map(({ run }) => run));
    const older = index
      .active()
      .filter((run) => !known.has(run))
      .flatMap((run) => index.get(run) ?? []);
    return [...older, ...newest.toReversed()].map((run) => ({
      type: 'run.changed',
      data: JSON.stringify({ type: 'run.changed', run }),
    }));
  };

  return {
    refresh,
    pipeline,
    touch: () => {
      sweepNew();
      const wasWatched = isWatched();
      lastTouch = now().getTime();
      if (!wasWatched && index.active().some((run) => !isSettled(index.get(run)?.status ?? 'sealed')))
        waker.wake();
    },
    listen: (after) => {
      const listener = listeners.add(after, current);
      // The pipeline is told to the newcomer, as to all.
      lastPipeline = '';
      waker.wake();
      return listener;
    },
    get listeners() {
      return listeners.size;
    },
    health: consumer.health,
    swept,
    done: Promise.all([consumer.done, follow(), swept]).then(() => {}),
  };
};
