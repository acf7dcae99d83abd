import { createAuditLog, createGate, createNamedTokens, type RequestEnv } from '@wattline/http';
import type { Logger, Stores } from '@wattline/worker';
import type { Hono } from 'hono';
import type { ServeConfig } from './config.ts';
import { createServeApp } from './create-app.ts';
import { createServedVersions } from './datasets/served-versions.ts';

export interface Serve {
  readonly app: Hono<RequestEnv>;
  /** Looks up the latest versions at once. */
  readonly refresh: () => Promise<void>;
}

/** The service on stores that are open, without a socket. */
export const openServe = (
  { features, models, results }: Pick<Stores, 'features' | 'models' | 'results'>,
  config: ServeConfig,
  log: Logger,
): Serve => {
  const versions = createServedVersions(
    { features, models, results },
    { maxEntities: config.maxEntities, log },
  );
  const tokens = createNamedTokens(results, () => new Date());
  const gate = createGate(config.tokens, tokens, createAuditLog(results));
  return { app: createServeApp({ versions, gate, config, log }), refresh: versions.refresh };
};
