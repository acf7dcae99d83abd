import { UsageError } from '@wattline/errors';
import { z } from 'zod';
import { type ConfiguredTokens, hasTokens } from './access/configured-tokens.ts';
import { isLoopback } from './http/trusted-host.ts';

/** Where a service listens, and who may ask it. */
export interface AccessConfig {
  readonly host: string;
  /** Tried one after the other; 0 is any free one. */
  readonly ports: readonly number[];
  readonly tokens: ConfiguredTokens;
  /** Names under which others reach the service: `data.example.com`, or `*.example.com` for all below it. */
  readonly allowedHosts: readonly string[];
}

/** Long enough not to be guessed. */
const Token = z
  .string()
  .min(16, 'must have at least 16 characters')
  .regex(/^[\x21-\x7e]+$/, 'must be of visible ASCII characters without spaces');

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

const HOST = /^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*$/;

const Hosts = z.string().transform((text, context) => {
  const hosts = text
    .toLowerCase()
    .split(',')
    .map((host) => host.trim())
    .filter((host) => host !== '');
  const wrong = hosts.find((host) => !HOST.test(host));
  if (wrong === undefined) return hosts;
  context.addIssue(`must be names such as data.example.com or *.example.com, not ${JSON.stringify(wrong)}`);
  return z.NEVER;
});

const AccessEnvironment = z.object({
  WATTLINE_HTTP_HOST: z.string().min(1).default('127.0.0.1'),
  WATTLINE_HTTP_PORT: Ports.default([8080]),
  WATTLINE_READ_TOKEN: Token.optional(),
  WATTLINE_WRITE_TOKEN: Token.optional(),
  WATTLINE_ADMIN_TOKEN: Token.optional(),
  WATTLINE_ALLOWED_HOSTS: Hosts.default([]),
});

const invalid = (message: string, remedy: string): UsageError =>
  new UsageError('CONFIG_INVALID', message, { remedy });

/**
 * Reads them from the environment, with further settings of a service.
 * @throws UsageError that names each wrong variable, or if others could reach a service that asks for no token
 */
export const readAccessConfig = <Further extends z.ZodRawShape>(
  environment: NodeJS.ProcessEnv,
  further: z.ZodObject<Further>,
): { readonly access: AccessConfig; readonly further: z.output<z.ZodObject<Further>> } => {
  const reads = [AccessEnvironment.safeParse(environment), further.safeParse(environment)] as const;
  const [own, others] = reads;
  if (!own.success || !others.success) {
    const issues = reads.flatMap(({ error }) => error?.issues ?? []);
    const problems = issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw invalid(
      `the environment has wrong settings\n  ${problems.join('\n  ')}`,
      'correct or unset these variables; docs/configuration.md lists them all',
    );
  }
  const set = own.data;
  const tokens: ConfiguredTokens = {
    ...(set.WATTLINE_READ_TOKEN !== undefined && { read: set.WATTLINE_READ_TOKEN }),
    ...(set.WATTLINE_WRITE_TOKEN !== undefined && { write: set.WATTLINE_WRITE_TOKEN }),
    ...(set.WATTLINE_ADMIN_TOKEN !== undefined && { admin: set.WATTLINE_ADMIN_TOKEN }),
  };
  if (!hasTokens(tokens) && !isLoopback(set.WATTLINE_HTTP_HOST))
    throw invalid(
      `WATTLINE_HTTP_HOST is ${set.WATTLINE_HTTP_HOST}, which others can reach, and no token is set`,
      'set WATTLINE_ADMIN_TOKEN, WATTLINE_WRITE_TOKEN or WATTLINE_READ_TOKEN, or listen on 127.0.0.1',
    );
  return {
    access: {
      host: set.WATTLINE_HTTP_HOST,
      ports: set.WATTLINE_HTTP_PORT,
      tokens,
      allowedHosts: set.WATTLINE_ALLOWED_HOSTS,
    },
    further: others.data,
  };
};
