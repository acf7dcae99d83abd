import { join } from 'node:path';
import type { Fleet } from '@wattline/backend-contract';
import { type DiskSpace, openBackend, readDiskSpace } from '@wattline/bootstrap';
import { createAuditLog, createGate, createNamedTokens, serveApp } from '@wattline/http';
import { createLog, stageNames, type WattlineEvent } from '@wattline/worker';
import type { StatusConfig } from './config.ts';
import { createStatusApp } from './create-app.ts';
import { startLive } from './live/create-live.ts';
import { watchDeadLetters } from './queues/watch-dead-letters.ts';
import { createRenewals } from './renewal/create-renewals.ts';
import { sweepRegularly } from './retention/sweep-regularly.ts';
import { openRunIndex } from './run-index/open-run-index.ts';
import { createSpecChecker } from './specs/spec-checker.ts';

export interface RunningStatus {
  /** Where the page is, for a browser on this machine. */
  readonly url: string;
  /** Takes no new requests, ends the event streams, waits for what is under way. */
  stop(): Promise<void>;
}

/** Most dead letters are recorded by the worker that makes them: this finds the others. Asking costs requests on SQS. */
const deadLettersMs = (queue: string): number => (queue === 'sqlite' ? 1_000 : 10_000);

export interface StartOptions {
  readonly config: StatusConfig;
  readonly environment: NodeJS.ProcessEnv;
  readonly fleet: Fleet;
  readonly onEvent?: (event: WattlineEvent) => void;
}

/** Opens the backend and the index, follows the ledger, and serves the API and the page until it is stopped. */
export const startStatus = async (options: StartOptions): Promise<RunningStatus> => {
  const { config, environment, fleet, onEvent } = options;
  const log = createLog('status', config.logLevel);
  const backend = await openBackend(config, environment, {
    stores: ['staging', 'features', 'models', 'results'],
    queues: [...stageNames, 'events'],
  });
  const index = openRunIndex(
    join(config.adapters.store === 'directory' ? config.dataDir : backend.scratch, 'run-index.db'),
  );
  const stopping = new AbortController();
  const { signal } = stopping;
  const now = (): Date => new Date();
  const readDisk = (): Promise<DiskSpace> => readDiskSpace(backend.scratch, config.minFreeBytes);
  const renewals = createRenewals({ backend, index, log });
  const live = startLive({
    ...backend,
    fleet,
    index,
    readDisk,
    log,
    now,
    signal,
    onKnown: renewals.onEvent,
    ...(onEvent && { onEvent }),
  });
  // Refused runs are found in the index.
  const renewing = live.swept.then(() => renewals.regularly(signal));
  const watching = watchDeadLetters({ backend, log, pollMs: deadLettersMs(config.adapters.queue), signal });
  // On one machine, the process that started the services sweeps.
  const sweeping =
    config.adapters.store === 'directory'
      ? Promise.resolve()
      : sweepRegularly({ backend, config, index, log, signal });
  const specs = createSpecChecker();
  const { results } = backend.stores;
  const tokens = createNamedTokens(results, now);
  const gate = createGate(config.tokens, tokens, createAuditLog(results));
  const app = createStatusApp({
    backend,
    readDisk,
    fleet,
    index,
    live,
    specs,
    tokens,
    gate,
    config,
    log,
    now,
    signal,
  });
  const release = async (): Promise<void> => {
    stopping.abort();
    await Promise.all([live.done, renewing, watching, sweeping, specs.close()]);
    index.close();
    await backend.close();
  };
  try {
    const { url, close } = await serveApp(app, config.host, config.ports);
    log.info({ url }, 'ready');
    return {
      url,
      stop: async () => {
        // Event streams end first: they would keep the server open.
        stopping.abort();
        await close();
        await release();
        log.info('drained');
      },
    };
  } catch (error) {
    await release();
    throw error;
  }
};
