import { openBackend } from '@wattline/bootstrap';
import { serveApp } from '@wattline/http';
import { storesOf, topology } from '@wattline/topology';
import { createLog } from '@wattline/worker';
import type { ServeConfig } from './config.ts';
import { openServe } from './open-serve.ts';

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
    stores: storesOf(topology.services.serve),
    queues: [],
  });
  const { app, refresh, flush } = openServe(backend.stores, config, log);
  const { url, close } = await serveApp(app, config.host, config.ports);
  let refreshing = Promise.resolve();
  const timer = setInterval(() => {
    refreshing = refreshing.then(refresh);
  }, config.pollMs);
  log.info({ url }, 'ready');
  return {
    url,
    refresh,
    stop: async () => {
      clearInterval(timer);
      // Who waits for it is answered, and so does not hold up the stop.
      await flush();
      await close();
      await refreshing;
      await backend.close();
      log.info('drained');
    },
  };
};
