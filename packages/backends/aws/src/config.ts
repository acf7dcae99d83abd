import { UsageError } from '@wattline/errors';
import { z } from 'zod';
import type { ServiceAddress } from './clients.ts';

const Url = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' });

const Environment = z.object({
  // The longest name made from it must fit into the 63 characters of a bucket's name.
  WATTLINE_PREFIX: z
    .string('is missing')
    .regex(
      /^[a-z0-9][a-z0-9-]{1,48}[a-z0-9]$/,
      'must be 3 to 50 lower-case letters, digits and hyphens, with no hyphen at its ends',
    ),
  AWS_REGION: z.string().min(1).optional(),
  AWS_DEFAULT_REGION: z.string().min(1).optional(),
  WATTLINE_ENDPOINT: Url.optional(),
  WATTLINE_PUBLIC_ENDPOINT: Url.optional(),
  AWS_ENDPOINT_URL: Url.optional(),
  AWS_ENDPOINT_URL_S3: Url.optional(),
  AWS_ENDPOINT_URL_SQS: Url.optional(),
  AWS_ENDPOINT_URL_ECS: Url.optional(),
});

/** Where the buckets and queues of one deployment are. */
export interface AwsConfig {
  /** Begins the name of every bucket and queue. */
  readonly prefix: string;
  readonly s3: ServiceAddress;
  /** Where others reach S3, if that is another address: upload tickets name it. */
  readonly publicS3?: ServiceAddress;
  readonly sqs: ServiceAddress;
  readonly ecs: ServiceAddress;
}

const invalid = (problems: readonly string[]): UsageError =>
  new UsageError('CONFIG_INVALID', `the environment has wrong settings\n  ${problems.join('\n  ')}`, {
    remedy: 'correct, set or unset these variables; docs/configuration.md lists them all',
  });

/** What the services take from the environment to find S3, SQS and ECS. Throws UsageError that names each wrong variable. */
export const readAwsConfig = (environment: Readonly<Record<string, string | undefined>>): AwsConfig => {
  const read = Environment.safeParse(environment);
  const problems = read.success
    ? []
    : read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  const region = environment.AWS_REGION || environment.AWS_DEFAULT_REGION;
  if (!region) problems.push('AWS_REGION: is missing');
  if (!read.success || !region) throw invalid(problems);
  const { data } = read;
  const address = (own: string | undefined): ServiceAddress => {
    const endpoint = data.WATTLINE_ENDPOINT ?? own ?? data.AWS_ENDPOINT_URL;
    return { region, ...(endpoint !== undefined && { endpoint }) };
  };
  return {
    prefix: data.WATTLINE_PREFIX,
    s3: address(data.AWS_ENDPOINT_URL_S3),
    ...(data.WATTLINE_PUBLIC_ENDPOINT !== undefined && {
      publicS3: { region, endpoint: data.WATTLINE_PUBLIC_ENDPOINT },
    }),
    sqs: address(data.AWS_ENDPOINT_URL_SQS),
    ecs: address(data.AWS_ENDPOINT_URL_ECS),
  };
};
