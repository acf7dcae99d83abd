import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { aggregateStage } from '@wattline/aggregate';
import type { Fleet } from '@wattline/backend-contract';
import { type LocalBackend, openLocalBackend, readDiskSpace } from '@wattline/bootstrap';
import { createAuditLog, createGate, createNamedTokens, type RequestEnv } from '@wattline/http';
import { ingestStage, openIngestReader } from '@wattline/ingest-stage';
import { publishStage } from '@wattline/publish';
import { topology } from '@wattline/topology';
import { transformStage } from '@wattline/transform';
import {
  createLog,
  isSettled,
  passFailpoints,
  type Receipt,
  readReceipt,
  runId,
  runWorker,
  STAGING_PREFIX,
  type Stage,
  specKey,
} from '@wattline/worker';
import type { Hono } from 'hono';
import { onTestFinished } from 'vitest';
import { readStatusConfig, type StatusConfig } from '../config.ts';
import { createStatusApp } from '../create-app.ts';
import type { StatusDeps } from '../deps.ts';
import { type RunningLive, startLive } from '../live/create-live.ts';
import { watchDeadLetters } from '../queues/watch-dead-letters.ts';
import { createRenewals } from '../renewal/create-renewals.ts';
import { openRunIndex } from '../run-index/open-run-index.ts';
import { createSpecChecker, type SpecChecker } from '../specs/spec-checker.ts';

export interface TestStatus {
  readonly app: Hono<RequestEnv>;
  readonly deps: StatusDeps & { readonly live: RunningLive };
  readonly backend: LocalBackend;
  /** Puts a file under `staging-directory/`, as `dataset/name.csv`. Returns its run's id. */
  upload(name: string, body: string | Uint8Array, spec?: string): Promise<string>;
  /** The run's receipt once it has ended, known to the index too. */
  settled(run: string): Promise<Receipt>;
  /** GET, as JSON. */
  get(path: string): Promise<{ status: number; body: unknown }>;
}

export interface TestStatusOptions {
  /** Whose workers run in this process: default: the real four; none for []. */
  readonly stages?: readonly Stage[];
  readonly environment?: NodeJS.ProcessEnv;
  readonly config?: Partial<StatusConfig>;
  readonly fleet?: Fleet;
  readonly specs?: SpecChecker;
  readonly maxFailures?: number;
  readonly dataDir?: string;
  readonly readDisk?: StatusDeps['readDisk'];
}

const realStages = (): Stage[] => [
  ingestStage({ rowsPerPart: 1_000_000, reader: openIngestReader({ slots: 2 }) }),
  transformStage(),
  aggregateStage(),
  publishStage(),
];

const makeFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'wattline-status-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

const log = createLog('status', process.env.WATTLINE_LOG_LEVEL ?? 'silent');

const startWorkers = async (
  backend: LocalBackend,
  stages: readonly Stage[],
  maxFailures: number,
  signal: AbortSignal,
): Promise<Promise<void>[]> => {
  const workers: Promise<void>[] = [];
  for (const stage of stages) {
    const scratch = join(backend.scratch, stage.name);
    await mkdir(scratch, { recursive: true });
    const queue = backend.queues[topology.stages[stage.name].receives];
    workers.push(
      runWorker(
        {
          stage,
          backend,
          queue,
          worker: 'test',
          scratch,
          slots: 2,
          visibilityMs: 30_000,
          maxFailures,
          maxDeaths: 3,
          retryMs: 10,
          graceMs: 10_000,
          hitFailpoint: passFailpoints,
          log,
        },
        signal,
      ),
    );
  }
  return workers;
};

/** The whole service on a local backend of its own in this process, without a port; gone when the test ends. */
export const openTestStatus = async (options: TestStatusOptions = {}): Promise<TestStatus> => {
  const {
    stages = realStages(),
    maxFailures = 5,
    fleet = { kind: 'unknown', tasks: async () => [] },
  } = options;
  const dataDir = options.dataDir ?? (await makeFolder());
  const backend = await openLocalBackend({ dataDir });
  const stop = new AbortController();
  const { signal } = stop;
  const index = openRunIndex(join(dataDir, 'run-index.db'));
  const now = (): Date => new Date();
  const config = {
    ...readStatusConfig({ WATTLINE_DATA_DIR: dataDir, ...options.environment }),
    ...options.config,
  };
  const readDisk = options.readDisk ?? (() => readDiskSpace(dataDir, config.minFreeBytes));
  const renewals = createRenewals({ backend, index, log });
  const live = startLive({
    ...backend,
    readDisk,
    fleet,
    index,
    log,
    now,
    signal,
    onKnown: renewals.onEvent,
  });
  const renewing = live.swept.then(() => renewals.regularly(signal));
  const tokens = createNamedTokens(backend.stores.results, now);
  const gate = createGate(config.tokens, tokens, createAuditLog(backend.stores.results));
  const specs = options.specs ?? createSpecChecker();
  const watching = watchDeadLetters({ backend, log, pollMs: 50, signal });
  const workers = await startWorkers(backend, stages, maxFailures, signal);
  onTestFinished(async () => {
    stop.abort();
    await Promise.all([...workers, live.done, renewing, watching, specs.close()]);
    await Promise.all(stages.map((stage) => stage.close?.()));
    index.close();
    backend.close();
  });
  const deps = { backend, readDisk, fleet, index, live, specs, tokens, gate, config, log, now, signal };
  const app = createStatusApp(deps);
  return {
    app,
    deps,
    backend,
    upload: async (name, body, spec) => {
      const { staging } = backend.stores;
      const [dataset = ''] = name.split('/');
      if (spec !== undefined) await staging.put(specKey(dataset), spec);
      const { key, etag, versionId } = await staging.put(STAGING_PREFIX + name, body);
      return runId({ bucket: staging.name, key, etag, ...(versionId !== undefined && { versionId }) });
    },
    settled: async (run) => {
      // To read a receipt costs more than the wait for it: less and less often.
      for (let pauseMs = 20; ; pauseMs *= 1.25) {
        const receipt = await readReceipt(backend.stores, run);
        if (receipt !== undefined && isSettled(receipt.status)) {
          await live.refresh(run);
          return receipt;
        }
        await sleep(pauseMs, undefined, { signal });
      }
    },
    get: async (path) => {
      const response = await app.request(path);
      return { status: response.status, body: await response.json() };
    },
  };
};
