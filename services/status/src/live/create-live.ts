import type { Fleet } from '@wattline/backend-contract';
import {
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
import type { RunSummary } from '../run-index/run-summary.ts';
import { doneParts, summarize } from '../run-index/summarize.ts';
import { consumeEvents } from './consume-events.ts';
import { isNews } from './is-news.ts';
import { createListeners, type LiveEvent } from './listeners.ts';
import type { Live } from './live.ts';
import type { Pipeline } from './pipeline.ts';
import { createPipelineReader } from './read-pipeline.ts';
import { singleFlight } from './single-flight.ts';
import { sweepLedger } from './sweep.ts';
import { createWakeSignal } from './wake-signal.ts';

export interface LiveOptions {
  readonly stores: Stores;
  readonly queues: Queues;
  readonly fleet: Fleet;
  readonly index: RunIndex;
  readonly readDisk: StatusDeps['readDisk'];
  readonly log: Logger;
  readonly now: () => Date;
  readonly signal: AbortSignal;
  /** Called with each event of the events queue. */
  readonly onEvent?: (event: WattlineEvent) => void;
  /** Called with each, once what it says is known; the event comes again where that throws. */
  readonly onKnown?: (event: WattlineEvent) => Promise<void>;
}

export interface RunningLive extends Live {
  /** Resolves when the signal has aborted and nothing is under way any more. */
  readonly done: Promise<void>;
  /** The first look at the whole ledger. */
  readonly swept: Promise<void>;
}

const ACTIVE_MS = 1_000;
const QUIET_MS = 5_000;
const WATCHED_MS = 5_000;
const SWEEP_MS = 15 * 60_000;
/** Active runs read per round; the next round goes on behind them. */
const ROUND = 50;
/** Following active runs takes at most this share of the time. */
const MAX_DUTY_CYCLE = 1 / 4;

/** Starts following the events queue and the ledger. Without viewers and events it only waits. */
export const startLive = (options: LiveOptions): RunningLive => {
  const { stores, queues, index, log, now, signal, onEvent, onKnown } = options;
  const listeners = createListeners();
  const readPipeline = createPipelineReader(options);
  const wakeSignal = createWakeSignal(signal);
  let lastActiveMs = Number.NEGATIVE_INFINITY;
  let lastPipeline = '';
  let followed = 0;

  const isWatched = (): boolean => listeners.size > 0 || now().getTime() - lastActiveMs < WATCHED_MS;

  const put = (summary: RunSummary, order: string): void => {
    if (index.put(summary, order))
      listeners.publish('run.changed', JSON.stringify({ type: 'run.changed', run: summary }));
  };

  const refresh = singleFlight(async (run): Promise<RunSummary | undefined> => {
    const receipt = await readReceipt(stores, run);
    if (receipt === undefined) return undefined;
    const summary = summarize(receipt);
    index.putParts(doneParts(receipt));
    put(summary, receipt.upload.order);
    return summary;
  });

  /** As `refresh`, for the many runs of a sweep: of a sealed one only what the index holds is read. */
  const loadSummary = singleFlight(async (run): Promise<void> => {
    const sealed = await readSealedReceipt(stores, run);
    if (sealed === undefined) await refresh(run);
    else index.put(summarize(sealed), sealed.upload.order);
  });

  /** As `refresh`: of a run that nothing is known of yet, and that is sealed, half the documents. */
  const readNew = singleFlight(async (run): Promise<void> => {
    const sealed = index.get(run) === undefined ? await readSealedReceipt(stores, run) : undefined;
    if (sealed === undefined) await refresh(run);
    else put(summarize(sealed), sealed.upload.order);
  });

  const readOrWarn = async (
    run: string,
    read: (run: string) => Promise<unknown> = refresh,
  ): Promise<void> => {
    try {
      await read(run);
    } catch (error) {
      log.warn({ err: error, run }, 'the run could not be read; it is read again with its next event');
    }
  };

  const publishPipeline = async (): Promise<void> => {
    const pipeline = await readPipeline();
    const { at: _, ...content } = pipeline;
    const text = JSON.stringify(content);
    if (text === lastPipeline) return;
    lastPipeline = text;
    listeners.publish('pipeline.changed', JSON.stringify({ type: 'pipeline.changed', pipeline }));
  };

  const pipeline = async (): Promise<Pipeline> => readPipeline();

  /** With viewers: reads active runs and the pipeline about every second. Without: waits to be notified. */
  const follow = async (): Promise<void> => {
    while (!signal.aborted) {
      if (!isWatched()) {
        await wakeSignal.wait();
        continue;
      }
      const startedAt = performance.now();
      const active = index.active();
      if (followed >= active.length) followed = 0;
      const round = active.slice(followed, followed + ROUND);
      followed += ROUND;
      for (const run of round) {
        if (signal.aborted) break;
        await readOrWarn(run);
      }
      if (listeners.size > 0)
        await publishPipeline().catch((error: unknown) =>
          log.warn({ err: error }, 'the queues do not answer'),
        );
      const tookMs = performance.now() - startedAt;
      const pauseMs = active.length > 0 ? ACTIVE_MS : QUIET_MS;
      await wakeSignal.wait(Math.max(pauseMs, tookMs / MAX_DUTY_CYCLE));
    }
  };

  const readNews = async (event: WattlineEvent): Promise<void> => {
    const { run } = event.data;
    // What is being read now may already show that the run is sealed.
    await Promise.all([loadSummary.landed(run), readNew.landed(run), refresh.landed(run)]);
    if (!isNews(event, index.get(run), isWatched())) return;
    await readOrWarn(run, readNew);
    if (listeners.size > 0) wakeSignal.notify();
  };

  const onMessage = async (event: WattlineEvent): Promise<void> => {
    onEvent?.(event);
    await readNews(event);
    await onKnown?.(event);
  };
  const consumer = consumeEvents({ queue: queues.events, onMessage, log, signal });

  const sweep = async (): Promise<void> => {
    try {
      const runs = await sweepLedger({ stores, index, loadSummary, signal });
      if (runs > 0) log.info({ runs }, 'read from the ledger');
    } catch (error) {
      if (!signal.aborted) log.warn({ err: error }, 'the ledger could not be swept; it is tried again later');
    }
  };
  /** A broken index was rebuilt, empty. */
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

  /** For a listener that is new, or was away too long: the newest runs and all active ones. */
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
    markActive: () => {
      sweepNew();
      const wasWatched = isWatched();
      lastActiveMs = now().getTime();
      if (!wasWatched && index.active().some((run) => !isSettled(index.get(run)?.status ?? 'sealed')))
        wakeSignal.notify();
    },
    listen: (after) => {
      const listener = listeners.add(after, current);
      // The new listener gets the pipeline, as all do.
      lastPipeline = '';
      wakeSignal.notify();
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
