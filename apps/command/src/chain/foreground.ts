import { resolve } from 'node:path';
import { type LocalBackend, openLocalBackend, readConfig, workerName } from '@wattline/bootstrap';
import { topology } from '@wattline/topology';
import {
  createLog,
  datasetOf,
  isEnd,
  passFailpoints,
  type Receipt,
  readReceipt,
  runId,
  runWorker,
  WattlineEvent,
} from '@wattline/worker';
import { cancelLeftRuns, openOwnRuns } from './left-runs.ts';
import type { RunProcess } from './run-process.ts';
import { allStages } from './stages.ts';

export interface Foreground {
  readonly backend: LocalBackend;
  /** Waits for one run's end; `onEvent` hears what its stages say on the way. */
  finish(run: string, onEvent: (event: WattlineEvent) => void): Promise<Receipt>;
  /** Nothing more is to be computed: the processes for it end while the caller goes on. */
  endComputing(): void;
  close(): Promise<void>;
}

/** Nobody looks at the dead letters of a run in the foreground: its user sees the failure early. */
const MAX_FAILURES = 2;

/** The whole chain without services: the stores of the data folder, queues that live in memory, all four stages. */
export const openForeground = async (
  dataDir: string,
  signal: AbortSignal,
  runProcess: RunProcess,
): Promise<Foreground> => {
  const config = readConfig({ ...process.env, WATTLINE_DATA_DIR: dataDir });
  const allScratch = resolve(dataDir, 'scratch');
  const own = await openOwnRuns(allScratch);
  const { scratch } = own;
  const backend = await openLocalBackend({
    dataDir,
    queuePath: ':memory:',
    onUpload: (created) => {
      if (datasetOf(created.key) !== undefined) own.begin(runId(created));
    },
  });
  await cancelLeftRuns(backend, allScratch);
  const log = createLog('run', process.env.WATTLINE_LOG_LEVEL === undefined ? 'silent' : config.logLevel);
  const worker = workerName('run');
  const stop = new AbortController();
  const stopped = AbortSignal.any([signal, stop.signal]);
  const stages = allStages({ ...config, process: runProcess });
  const closeStages = () => Promise.all(stages.map((stage) => stage.close?.()));
  const workers = stages.map((stage) => {
    const queue = topology.stages[stage.name].receives;
    return runWorker(
      {
        stage,
        backend,
        queue: backend.queues[queue],
        worker,
        scratch,
        slots: config.slots,
        visibilityMs: topology.queues[queue].visibilityMs,
        maxFailures: MAX_FAILURES,
        fullDisk: 'fail',
        maxDeaths: config.maxDeaths,
        retryMs: config.retryMs,
        turns: 'by-itself',
        graceMs: 1_000,
        hitFailpoint: passFailpoints,
        log,
      },
      stopped,
    );
  });
  return {
    backend,
    finish: async (run, onEvent) => {
      for (;;) {
        signal.throwIfAborted();
        const messages = await backend.queues.events.receive({
          max: 10,
          waitMs: 20_000,
          visibilityMs: 30_000,
          signal,
        });
        for (const message of messages) {
          const event = WattlineEvent.parse(JSON.parse(message.body));
          await backend.queues.events.delete(message);
          if (event.subject !== run) continue;
          onEvent(event);
          if (!isEnd(event.type)) continue;
          const receipt = await readReceipt(backend.stores, run);
          if (receipt !== undefined) return receipt;
        }
      }
    },
    endComputing: () => {
      void closeStages();
    },
    close: async () => {
      stop.abort();
      await Promise.all(workers);
      await closeStages();
      await own.end(backend);
      backend.close();
    },
  };
};
