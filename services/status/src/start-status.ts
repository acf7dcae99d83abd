import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import type { Fleet } from '@wattline/backend-contract';
import { type DiskSpace, openBackend, readDiskSpace } from '@wattline/bootstrap';
import { UsageError } from '@wattline/errors';
import { createLog, stageNames, type WattlineEvent } from '@wattline/worker';
import { createAuditLog } from './access/audit-log.ts';
import { createGate } from './access/gate.ts';
import { createNamedTokens } from './access/named-tokens.ts';
import type { StatusConfig } from './config.ts';
import { createStatusApp } from './create-app.ts';
import { startLive } from './live/create-live.ts';
import { watchDeadLetters } from './queues/watch-dead-letters.ts';
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

type Server = ReturnType<typeof createAdaptorServer>;

const isInUse = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EADDRINUSE';

const listen = async (server: Server, host: string, ports: readonly number[]): Promise<number> => {
  let cause: unknown;
  for (const port of ports) {
    try {
      server.listen(port, host);
      await once(server, 'listening');
      return (server.address() as AddressInfo).port;
    } catch (error) {
      cause = error;
      if (!isInUse(error)) break;
    }
  }
  const tried = ports.length === 1 ? `port ${ports[0]}` : `any of the ports ${ports[0]} to ${ports.at(-1)}`;
  const code = isInUse(cause) ? 'PORT_IN_USE' : 'ADDRESS_UNUSABLE';
  throw new UsageError(code, `the page cannot be served on ${tried} of ${host}: ${String(cause)}`, {
    remedy:
      'name a free port (--port of wattline up, WATTLINE_HTTP_PORT elsewhere) and an address of this machine',
    cause,
  });
};

const GRACE_MS = 10_000;

const close = async (server: Server): Promise<void> => {
  const closed = once(server, 'close');
  server.close();
  const { closeIdleConnections, closeAllConnections } = server as Partial<import('node:http').Server>;
  closeIdleConnections?.call(server);
  // An upload that is under way may end; one that does not must not hold up the stop for ever.
  const timer = setTimeout(() => closeAllConnections?.call(server), GRACE_MS);
  await closed;
  clearTimeout(timer);
};

const urlOf = (host: string, port: number): string => {
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}/`;
};

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
  const live = startLive({
    ...backend,
    fleet,
    index,
    readDisk,
    log,
    now,
    signal,
    ...(onEvent && { onEvent }),
  });
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
  const server = createAdaptorServer({ fetch: app.fetch });
  const release = async (): Promise<void> => {
    stopping.abort();
    await Promise.all([live.done, watching, sweeping, specs.close()]);
    index.close();
    await backend.close();
  };
  try {
    const port = await listen(server, config.host, config.ports);
    const url = urlOf(config.host, port);
    log.info({ url }, 'ready');
    return {
      url,
      stop: async () => {
        // Event streams end first: they would keep the server open.
        stopping.abort();
        await close(server);
        await release();
        log.info('drained');
      },
    };
  } catch (error) {
    await release();
    throw error;
  }
};
