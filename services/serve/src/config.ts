import { readConfig, type ServiceConfig } from '@wattline/bootstrap';
import { type AccessConfig, readAccessConfig } from '@wattline/http';
import { z } from 'zod';

export interface ServeConfig
  extends AccessConfig,
    Pick<ServiceConfig, 'adapters' | 'dataDir' | 'scratch' | 'logLevel'> {
  /** Entities whose readings are held at most; those that were not asked for longest go first. */
  readonly maxEntities: number;
  /** How often the latest version of a dataset in use is looked up, ms. */
  readonly pollMs: number;
  /** How long readings that are to be stored wait for others, ms; and from how many on they do not. */
  readonly storeMs: number;
  readonly storeRows: number;
}

const Environment = z.object({
  WATTLINE_SERVE_MAX_ENTITIES: z.coerce.number().int().positive().default(20_000),
  WATTLINE_SERVE_POLL_MS: z.coerce.number().int().positive().default(2_000),
  WATTLINE_SERVE_STORE_MS: z.coerce.number().int().nonnegative().max(60_000).default(1_000),
  WATTLINE_SERVE_STORE_ROWS: z.coerce.number().int().positive().default(10_000),
});

/** Throws UsageError that names each wrong variable, or if others could reach a service that asks for no token. */
export const readServeConfig = (environment: NodeJS.ProcessEnv): ServeConfig => {
  const { adapters, dataDir, scratch, logLevel } = readConfig({
    ...environment,
    WATTLINE_HTTP_PORT: undefined,
  });
  const { access, further } = readAccessConfig(environment, Environment);
  return {
    ...access,
    adapters,
    dataDir,
    scratch,
    logLevel,
    maxEntities: further.WATTLINE_SERVE_MAX_ENTITIES,
    pollMs: further.WATTLINE_SERVE_POLL_MS,
    storeMs: further.WATTLINE_SERVE_STORE_MS,
    storeRows: further.WATTLINE_SERVE_STORE_ROWS,
  };
};
