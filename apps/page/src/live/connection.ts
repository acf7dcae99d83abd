import { signal } from '@preact/signals';
import type { Pipeline, RunSummary } from '@wattline/api';
import { ApiError } from '@wattline/api';
import { readEvents } from '../api/events.ts';
import { tokenWanted } from '../session/token.ts';
import { backoffMs } from './backoff.ts';
import { keepPipeline } from './pipeline-history.ts';

export type ConnectionState = 'connecting' | 'live' | 'lost';
export const connection = signal<ConnectionState>('connecting');

/** The newest summary of each run that changed since the page was opened. */
export const changedRuns = signal<ReadonlyMap<string, RunSummary>>(new Map());
export const pipeline = signal<Pipeline | undefined>(undefined);

/** Counts up when the stream was away: what was read before may be stale, what could not be read may be there. */
export const reconnections = signal(0);

const MOST_RUNS = 2_000;
/** Changes that come within so long are shown together: runs change by the hundred. */
const GATHER_MS = 60;

let gathered = new Map<string, RunSummary>();

const showGathered = (): void => {
  const runs = new Map(changedRuns.value);
  for (const [run, summary] of gathered) {
    runs.delete(run);
    runs.set(run, summary);
  }
  gathered = new Map();
  for (const oldest of runs.keys()) {
    if (runs.size <= MOST_RUNS) break;
    runs.delete(oldest);
  }
  changedRuns.value = runs;
};

const keepRun = (run: RunSummary): void => {
  if (gathered.size === 0) setTimeout(showGathered, GATHER_MS);
  gathered.set(run.run, run);
};

const pause = (ms: number, stop: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    stop.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

/** Keeps the event stream open until `stop`. */
export const stayConnected = async (stop: AbortSignal): Promise<void> => {
  let last: string | undefined;
  let failures = 0;
  let wasLive = false;
  while (!stop.aborted) {
    try {
      await readEvents(
        last,
        {
          onOpen: () => {
            if (wasLive || failures > 0) reconnections.value += 1;
            failures = 0;
            wasLive = true;
            connection.value = 'live';
          },
          onEvent: (event, id) => {
            if (id !== undefined) last = id;
            if (event.run !== undefined) keepRun(event.run);
            if (event.pipeline !== undefined) {
              pipeline.value = event.pipeline;
              keepPipeline(event.pipeline);
            }
          },
        },
        stop,
      );
    } catch (cause) {
      if (stop.aborted) return;
      // The token screen starts a new connection.
      if (cause instanceof ApiError && cause.problem.status === 401) return;
    }
    if (tokenWanted.value !== undefined) return;
    connection.value = 'lost';
    await pause(backoffMs(failures), stop);
    failures += 1;
  }
};
