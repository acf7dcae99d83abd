import { openBackend } from '@wattline/bootstrap';
import { createAuditLog, createGate, createNamedTokens, serveApp } from '@wattline/http';
import { createLog } from '@wattline/worker';
import type { ServeConfig } from './config.ts';
import { createServeApp } from './create-app.ts';
import { createServedVersions } from './datasets/served-versions.ts';

export interface RunningServe {
  readonly url: string;
  /** Takes no new requests, and waits for what is under way. */
  stop(): Promise<void>;
  /** Looks up the latest versions at once. */
  refresh(): Promise<void>;
}

/** Opens the stores, and serves rows until it is stopped. */
export const startServe = async (options: {
  readonly config: ServeConfig;
  readonly environment: NodeJS.ProcessEnv;
}): Promise<RunningServe> => {
  const { config, environment } = options;
  const log = createLog('serve', config.logLevel);
  const backend = await openBackend(config, environment, {
    stores: ['features', 'models', 'results'],
    queues: [],
  });
  const { features, models, results } = backend.stores;
  const versions = createServedVersions(
    { features, models, results },
    { maxEntities: config.maxEntities, log },
  );
  const tokens = createNamedTokens(results, () => new Date());
  const gate = createGate(config.tokens, tokens, createAuditLog(results));
  const app = createServeApp({ versions, gate, config, log });
  const { url, close } = await serveApp(app, config.host, config.ports);
  let refreshing = Promise.resolve();
  const timer = setInterval(() => {
    refreshing = refreshing.then(versions.refresh);
  }, config.pollMs);
  log.info({ url }, 'ready');
  return {
    url,
    refresh: versions.refresh,
    stop: async () => {
      clearInterval(timer);
      await close();
      await refreshing;
      await backend.close();
      log.info('drained');
    },
  };
};
