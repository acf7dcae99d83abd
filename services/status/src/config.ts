import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readConfig, type ServiceConfig } from '@wattline/bootstrap';
import { type AccessConfig, readAccessConfig } from '@wattline/http';
import { STAGING_PREFIX } from '@wattline/worker';
import { z } from 'zod';

export interface StatusConfig
  extends AccessConfig,
    Pick<
      ServiceConfig,
      'adapters' | 'dataDir' | 'scratch' | 'logLevel' | 'keepDays' | 'rowsPerPart' | 'readLimits'
    > {
  readonly maxUploadBytes: number;
  readonly minFreeBytes: number;
  /** Where the built page is. */
  readonly pageFolder: string;
  /** Where files can be dropped with ordinary tools; only on one machine. */
  readonly stagingFolder?: string;
}

const Environment = z.object({
  WATTLINE_MAX_UPLOAD_BYTES: z.coerce
    .number()
    .int()
    .positive()
    .default(5 * 1024 ** 3),
});

/** Throws UsageError that names each wrong variable, or if others could reach a service that asks for no token. */
export const readStatusConfig = (environment: NodeJS.ProcessEnv): StatusConfig => {
  // The stages' services know one port; this one takes the first free one of a range.
  const { adapters, dataDir, scratch, logLevel, minFreeBytes, keepDays, rowsPerPart, readLimits } =
    readConfig({
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
    maxUploadBytes: further.WATTLINE_MAX_UPLOAD_BYTES,
    minFreeBytes,
    keepDays,
    rowsPerPart,
    readLimits,
    pageFolder: fileURLToPath(new URL('../dist/page', import.meta.url)),
    ...(adapters.store === 'directory' && {
      stagingFolder: join(resolve(dataDir), 'staging', STAGING_PREFIX),
    }),
  };
};
