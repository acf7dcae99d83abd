import { createAuditLog, createGate, createNamedTokens, type RequestEnv } from '@wattline/http';
import type { Logger, Stores } from '@wattline/worker';
import type { Hono } from 'hono';
import type { ServeConfig } from './config.ts';
import { createServeApp } from './create-app.ts';
import { createServedVersions } from './datasets/served-versions.ts';
import { createPostedRows } from './store/posted-rows.ts';
import { createUnsealedRows } from './store/unsealed-rows.ts';

export interface Serve {
  readonly app: Hono<RequestEnv>;
  /** Looks up the latest versions at once. */
  readonly refresh: () => Promise<void>;
  /** Stores posted readings that wait, and from now on each at once. */
  readonly flush: () => Promise<void>;
}

/** The service on stores that are open, without a socket. */
export const openServe = (
  { staging, features, models, results }: Stores,
  config: ServeConfig,
  log: Logger,
): Serve => {
  const versions = createServedVersions(
    { features, models, results },
    {
      maxEntities: config.maxEntities,
      log,
      unsealed: createUnsealedRows({ staging, results }, { now: () => new Date(), log }),
    },
  );
  const tokens = createNamedTokens(results, () => new Date());
  const gate = createGate(config.tokens, tokens, createAuditLog(results));
  const { keep, flush } = createPostedRows(staging, config, { now: () => new Date(), log });
  return {
    app: createServeApp({ versions, keep, gate, config, log }),
    refresh: versions.refresh,
    flush,
  };
};
