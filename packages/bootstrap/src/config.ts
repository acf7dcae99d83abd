import { tmpdir } from 'node:os';
import { UsageError } from '@wattline/errors';
import { agedKinds, type KeepDays, keepDaysOf } from '@wattline/topology';
import { type Failpoint, failpoints, shareFailpoints } from '@wattline/worker';
import { z } from 'zod';
import { type AdapterChoice, chooseAdapters } from './adapters/choose-adapters.ts';

const count = (fallback: number) => z.coerce.number().int().positive().default(fallback);

const bound = z.coerce.number().positive().optional();

const everyFailpoint = [...failpoints, ...shareFailpoints] as const;

const FailpointSetting = z
  .string()
  .regex(
    new RegExp(`^(${everyFailpoint.join('|')})(:\\d+)?$`),
    `must be one of ${everyFailpoint.join(', ')}, with :N for the N-th time`,
  )
  .transform((text) => {
    const [point, nth] = text.split(':');
    return { point: z.enum(everyFailpoint).parse(point), nth: Number(nth ?? 1) };
  });

/** The environment of a service; every variable has a default that works on one machine. */
const Environment = z.object({
  WATTLINE_DATA_DIR: z
    .string()
    .min(1)
    .default('./wattline-data')
    .describe('Where the local stores and queues are'),
  WATTLINE_SLOTS: count(2).describe('Messages that one process has in flight at once'),
  WATTLINE_VISIBILITY_MS: z.coerce
    .number()
    .int()
    .positive()
    .optional()
    .describe('Instead of the topology’s visibility time-out'),
  WATTLINE_MAX_FAILURES: count(5).describe('Failed attempts before a message is a dead letter'),
  WATTLINE_MAX_DEATHS: count(3).describe(
    'Processes that may die while a task is the only one they have, before its message is a dead letter',
  ),
  WATTLINE_RETRY_MS: count(1_000).describe('The wait after a first transient error; it doubles'),
  WATTLINE_GRACE_MS: count(25_000).describe('How long a stopping service may finish its work'),
  WATTLINE_ROWS_PER_PART: count(1_000_000).describe(
    'Readings that ingest puts in one part: entity buckets, or periods of a large one',
  ),
  WATTLINE_CUT_BYTES: count(64 * 2 ** 20).describe(
    'A plain text of twice as many bytes and more is read in cuts of about so many, by all workers that are free',
  ),
  WATTLINE_MIN_FREE_BYTES: z.coerce
    .number()
    .int()
    .nonnegative()
    .default(256_000_000)
    .describe('Space that stays free: with less, uploads are refused and no work is begun'),
  WATTLINE_KEEP_DAYS: z
    .string()
    .default('')
    .transform((text, { addIssue }) => {
      const days = keepDaysOf(text);
      if (days === undefined) addIssue(`must be ${agedKinds.join('=N,')}=N, or some of these`);
      return days ?? z.NEVER;
    })
    .describe('For how many days work files, refused rows and the like stay'),
  WATTLINE_READ_SECONDS: bound.describe('How long reading one upload may take'),
  WATTLINE_READ_MEMORY_MB: bound.describe('Memory of the process that reads an upload, MiB'),
  WATTLINE_READ_SCRATCH_MB: bound.describe('Temporary files that reading one upload may make, MiB'),
  WATTLINE_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  WATTLINE_SCRATCH: z
    .string()
    .min(1)
    .default(tmpdir())
    .describe('Where a service on S3 keeps the files it works on'),
  WATTLINE_HTTP_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .optional()
    .describe('Where health and metrics are served; nowhere without it'),
  WATTLINE_FAILPOINT: FailpointSetting.optional().describe('For tests: the process kills itself there'),
});

export interface ServiceConfig {
  readonly adapters: AdapterChoice;
  readonly dataDir: string;
  readonly scratch: string;
  readonly httpPort?: number;
  readonly slots: number;
  readonly visibilityMs?: number;
  readonly maxFailures: number;
  readonly maxDeaths: number;
  readonly retryMs: number;
  readonly graceMs: number;
  readonly rowsPerPart: number;
  readonly cutBytes: number;
  readonly minFreeBytes: number;
  /** For how long what goes by age stays. */
  readonly keepDays: KeepDays;
  /** Set by the operator; what is left out follows from each file's size. */
  readonly readLimits: {
    readonly timeMs?: number | undefined;
    readonly memoryBytes?: number | undefined;
    readonly scratchBytes?: number | undefined;
  };
  readonly logLevel: string;
  readonly failpoint?: { readonly point: Failpoint; readonly nth: number };
}

/** Throws UsageError that names each wrong variable. */
export const readConfig = (environment: NodeJS.ProcessEnv): ServiceConfig => {
  const read = Environment.safeParse(environment);
  if (!read.success) {
    const problems = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new UsageError('CONFIG_INVALID', `the environment has wrong settings\n  ${problems.join('\n  ')}`, {
      remedy: 'correct or unset these variables; docs/configuration.md lists them all',
    });
  }
  const {
    WATTLINE_VISIBILITY_MS: visibilityMs,
    WATTLINE_FAILPOINT: failpoint,
    WATTLINE_HTTP_PORT: httpPort,
    WATTLINE_READ_SECONDS: readSeconds,
    WATTLINE_READ_MEMORY_MB: readMemoryMib,
    WATTLINE_READ_SCRATCH_MB: readScratchMib,
    ...set
  } = read.data;
  return {
    adapters: chooseAdapters(environment, process.connected),
    scratch: set.WATTLINE_SCRATCH,
    ...(httpPort !== undefined && { httpPort }),
    dataDir: set.WATTLINE_DATA_DIR,
    slots: set.WATTLINE_SLOTS,
    maxFailures: set.WATTLINE_MAX_FAILURES,
    maxDeaths: set.WATTLINE_MAX_DEATHS,
    retryMs: set.WATTLINE_RETRY_MS,
    graceMs: set.WATTLINE_GRACE_MS,
    rowsPerPart: set.WATTLINE_ROWS_PER_PART,
    cutBytes: set.WATTLINE_CUT_BYTES,
    minFreeBytes: set.WATTLINE_MIN_FREE_BYTES,
    keepDays: set.WATTLINE_KEEP_DAYS,
    readLimits: {
      ...(readSeconds !== undefined && { timeMs: Math.ceil(readSeconds * 1_000) }),
      ...(readMemoryMib !== undefined && { memoryBytes: Math.ceil(readMemoryMib * 2 ** 20) }),
      ...(readScratchMib !== undefined && { scratchBytes: Math.ceil(readScratchMib * 2 ** 20) }),
    },
    logLevel: set.WATTLINE_LOG_LEVEL,
    ...(visibilityMs !== undefined && { visibilityMs }),
    ...(failpoint !== undefined && { failpoint }),
  };
};
