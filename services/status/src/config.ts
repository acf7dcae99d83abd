import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readConfig, type ServiceConfig } from '@wattline/bootstrap';
import { UsageError } from '@wattline/errors';
import { STAGING_PREFIX } from '@wattline/worker';
import { z } from 'zod';
import { isLoopback } from './http/same-host.ts';
import { hasTokens, type Tokens } from './http/tokens.ts';

export interface StatusConfig extends Pick<ServiceConfig, 'adapters' | 'dataDir' | 'scratch' | 'logLevel'> {
  readonly host: string;
  /** Tried one after the other; 0 is any free one. */
  readonly ports: readonly number[];
  readonly tokens: Tokens;
  readonly maxUploadBytes: number;
  readonly minFreeBytes: number;
  /** Where the built page is. */
  readonly pageFolder: string;
  /** Where files can be dropped with ordinary tools; only on one machine. */
  readonly stagingFolder?: string;
}

/** Longer than what can be guessed, as far as a length can see to it. */
const Token = z
  .string()
  .min(16, 'must have at least 16 signs')
  .regex(/^[\x21-\x7e]+$/, 'must be of visible ASCII signs without spaces');

const PORT = /^(\d{1,5})(?:-(\d{1,5}))?$/;

const Ports = z.string().transform((text, context) => {
  const [, first, last = first] = PORT.exec(text) ?? [];
  const [from, to] = [Number(first), Number(last)];
  if (first === undefined || to > 65_535 || from > to || to - from > 1_000) {
    context.addIssue('must be a port, or a range of ports as 4680-4779');
    return z.NEVER;
  }
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
});

const Environment = z.object({
  WATTLINE_HTTP_HOST: z.string().min(1).default('127.0.0.1'),
  WATTLINE_HTTP_PORT: Ports.default([8080]),
  WATTLINE_READ_TOKEN: Token.optional(),
  WATTLINE_WRITE_TOKEN: Token.optional(),
  WATTLINE_MAX_UPLOAD_BYTES: z.coerce
    .number()
    .int()
    .positive()
    .default(5 * 1024 ** 3),
});

const invalid = (message: string, remedy: string): UsageError =>
  new UsageError('CONFIG_INVALID', message, { remedy });

/** Throws UsageError that names each wrong variable, or where others could reach a service that asks for no token. */
export const readStatusConfig = (environment: NodeJS.ProcessEnv): StatusConfig => {
  // The stages' services know one port; this one takes the first free one of a range.
  const { adapters, dataDir, scratch, logLevel, minFreeBytes } = readConfig({
    ...environment,
    WATTLINE_HTTP_PORT: undefined,
  });
  const read = Environment.safeParse(environment);
  if (!read.success) {
    const problems = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw invalid(
      `the environment has wrong settings\n  ${problems.join('\n  ')}`,
      'correct or unset these variables; docs/configuration.md lists them all',
    );
  }
  const set = read.data;
  const tokens: Tokens = {
    ...(set.WATTLINE_READ_TOKEN !== undefined && { read: set.WATTLINE_READ_TOKEN }),
    ...(set.WATTLINE_WRITE_TOKEN !== undefined && { write: set.WATTLINE_WRITE_TOKEN }),
  };
  if (!hasTokens(tokens) && !isLoopback(set.WATTLINE_HTTP_HOST))
    throw invalid(
      `WATTLINE_HTTP_HOST is ${set.WATTLINE_HTTP_HOST}, which others can reach, and no token is set`,
      'set WATTLINE_READ_TOKEN and WATTLINE_WRITE_TOKEN, or listen on 127.0.0.1',
    );
  return {
    adapters,
    dataDir,
    scratch,
    logLevel,
    host: set.WATTLINE_HTTP_HOST,
    ports: set.WATTLINE_HTTP_PORT,
    tokens,
    maxUploadBytes: set.WATTLINE_MAX_UPLOAD_BYTES,
    minFreeBytes,
    pageFolder: fileURLToPath(new URL('../dist/page', import.meta.url)),
    ...(adapters.store === 'directory' && {
      stagingFolder: join(resolve(dataDir), 'staging', STAGING_PREFIX),
    }),
  };
};
