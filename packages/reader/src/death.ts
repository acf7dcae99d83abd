import { RejectedError, TransientError } from '@wattline/errors';
import { ORPHANED } from './exit-codes.ts';
import type { LimitName, ReadLimits } from './limits.ts';
import { isMachineText } from './machine-errors.ts';
import { plainText } from './plain-text.ts';

/** How a reader process ended before it answered. */
export interface Death {
  /** `starting`: before it was ready for work. */
  readonly phase: 'starting' | 'working';
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** The limit for which this process killed it. */
  readonly killedFor?: LimitName | undefined;
  /** What it wrote last to standard error. */
  readonly stderr: string;
  /** Processes that the kernel killed for want of memory while it worked, in this container or machine. */
  readonly kernelKills: number;
  /** Whether this container met its own memory limit then; without one the whole machine ran out. */
  readonly limitMet: boolean;
  /** Whether no other file was being read. */
  readonly alone: boolean;
  /** The memory that it may take, bytes. */
  readonly memoryBytes: number;
}

export type DeathCause =
  | LimitName
  | 'allocation-failed'
  | 'out-of-memory'
  | 'machine-out-of-memory'
  | 'machine-failed'
  | 'crashed'
  | 'killed'
  | 'not-started';

/**
 * What a process does to itself: its own code, or the native reader's, failed. Not SIGBUS, which is a mapped file that
 * the disk did not give or that was cut; not SIGSYS, which is a sandbox that forbids a call.
 */
const CRASHES: ReadonlySet<string> = new Set(['SIGABRT', 'SIGSEGV', 'SIGILL', 'SIGTRAP', 'SIGFPE']);

/** No signal, and of the exit codes those of a process that was asked to end, or lost the one that started it. */
const TOLD_TO_END: ReadonlySet<number | null> = new Set([null, 0, 1, ORPHANED]);

/** Memory that the machine would not give. V8's own limit and a size that no memory has are the file's. */
const ALLOCATION = /memory allocation of (\d+) bytes failed/i;
const TOO_LARGE =
  /capacity overflow|reached heap limit|near heap limit|invalid (?:array|table) (?:length|size)/i;
const NO_MEMORY = /out of memory/i;

const allocationCause = (stderr: string, memoryBytes: number): DeathCause | undefined => {
  const asked = ALLOCATION.exec(stderr)?.[1];
  if (asked !== undefined)
    return Number(asked) >= memoryBytes ? 'allocation-failed' : 'machine-out-of-memory';
  if (TOO_LARGE.test(stderr)) return 'allocation-failed';
  return NO_MEMORY.test(stderr) ? 'machine-out-of-memory' : undefined;
};

/** Why a process ended. Pure: a table of what was seen. What the file did not certainly do is not the file's. */
export const deathCause = (death: Death): DeathCause => {
  const { phase, signal, exitCode, killedFor, stderr, kernelKills, limitMet, alone } = death;
  if (phase === 'starting') return 'not-started';
  if (killedFor !== undefined) return killedFor;
  if (signal === 'SIGKILL' && kernelKills > 0)
    return alone && limitMet ? 'out-of-memory' : 'machine-out-of-memory';
  if (signal === 'SIGBUS') return 'machine-failed';
  if (signal === null ? TOLD_TO_END.has(exitCode) : !CRASHES.has(signal)) return 'killed';
  const allocation = allocationCause(stderr, death.memoryBytes);
  if (allocation !== undefined) return allocation;
  return isMachineText(stderr) ? 'machine-failed' : 'crashed';
};

const MAX_SAID = 300;
const PANIC = /panicked at [^\n]*:\n([^\n]*)/;

/** What the native reader's errors are wrapped in. */
const WRAPPED = /ErrString\("((?:[^"\\]|\\.)*)/;

/** The panic's own line, else the last line that was written. */
export const lastWords = (stderr: string): string | undefined => {
  const said =
    PANIC.exec(stderr)?.[1] ??
    stderr
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('note:') && !/^thread caused/.test(line))
      .at(-1);
  const plain = said === undefined ? undefined : (WRAPPED.exec(said)?.[1]?.split('\\n')[0] ?? said);
  return plain === undefined ? undefined : plainText(plain.trim(), MAX_SAID);
};

const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

const bytesText = (bytes: number): string => {
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${Number((bytes / 1024 ** power).toPrecision(3))} ${units[power]}`;
};

/** npm leaves out optional packages of other platforms, and in some versions those of this one. */
const LACKS_NATIVE_PART =
  /Cannot find (?:module|native binding)[^\n]*nodejs-polars|nodejs-polars-[a-z0-9-]+['"]/;

interface Facts {
  readonly file: string;
  readonly limits: ReadLimits;
  readonly death: Death;
}

type Refusal = (facts: Facts) => RejectedError | TransientError;

const overLimit =
  (code: string, key: string, what: (limits: ReadLimits) => string): Refusal =>
  ({ file, limits, death }) =>
    new RejectedError(code, `reading ${file} ${what(limits)}`, {
      place: { file },
      remedy: `split the file, or raise ${key} where the service runs`,
      cause: new Error(
        lastWords(death.stderr) ?? `the reader process was ended: ${death.signal ?? death.exitCode}`,
      ),
    });

const overMemory = overLimit(
  'READ_MEMORY_LIMIT',
  'WATTLINE_READ_MEMORY_MB',
  ({ memoryBytes }) => `takes more memory than ${bytesText(memoryBytes)}, the limit`,
);

const notOfTheFile =
  (code: string, what: string, remedy: string): Refusal =>
  ({ file, death }) =>
    new TransientError(code, `${what} while ${file} was read`, {
      place: { file },
      remedy,
      cause: new Error(lastWords(death.stderr) ?? `${death.signal ?? `exit code ${death.exitCode}`}`),
    });

const how = ({ signal, exitCode }: Death): string => signal ?? `exit code ${exitCode}`;

/** What each cause means for the file: a refusal, or another attempt. */
const refusals: Readonly<Record<DeathCause, Refusal>> = {
  timeMs: overLimit(
    'READ_TIME_LIMIT',
    'WATTLINE_READ_SECONDS',
    ({ timeMs }) => `takes longer than ${Math.round(timeMs / 1_000)} s, the limit`,
  ),
  memoryBytes: overMemory,
  scratchBytes: overLimit(
    'READ_SCRATCH_LIMIT',
    'WATTLINE_READ_SCRATCH_MB',
    ({ scratchBytes }) => `writes more than ${bytesText(scratchBytes)} of temporary files, the limit`,
  ),
  'allocation-failed': overMemory,
  'out-of-memory': ({ file }) =>
    new RejectedError('READ_MEMORY_LIMIT', `reading ${file} takes more memory than this machine has`, {
      place: { file },
      remedy: 'split the file, or give the service more memory',
    }),
  'machine-out-of-memory': notOfTheFile(
    'OUT_OF_MEMORY',
    'the machine ran out of memory',
    'it is tried again; give the service more memory, or set WATTLINE_SLOTS=1',
  ),
  'machine-failed': notOfTheFile(
    'READER_FAILED',
    'the disk or the system failed',
    'free disk space, look at the disk; it is tried again',
  ),
  crashed: ({ file, death }) => {
    const said = lastWords(death.stderr);
    return new RejectedError(
      'FILE_UNREADABLE',
      `${file} is damaged, or written in a way that ends the process that reads it${said === undefined ? '' : `: ${said}`}`,
      {
        place: { file },
        remedy: 'write the file again, or export it as CSV, and upload it; if it is sound, report this error',
        cause: new Error(`the reader process ended with ${how(death)}`),
      },
    );
  },
  killed: notOfTheFile('READER_KILLED', 'the reader process was killed', 'it is tried again'),
  'not-started': (facts) =>
    notOfTheFile(
      'READER_NOT_STARTED',
      'the reader process did not start',
      LACKS_NATIVE_PART.test(facts.death.stderr)
        ? "install again with a newer npm (npm install -g npm@latest): some leave out the native part of nodejs-polars for this machine's platform"
        : 'it is tried again; run wattline doctor: is the installation complete, is there memory?',
    )(facts),
};

/** A death as the error of the file's attempt: RejectedError where the file is the cause. */
export const deathError = (facts: Facts): RejectedError | TransientError =>
  refusals[deathCause(facts.death)](facts);

/** The same where the work was on files of our own: tried again, whatever the cause. */
export const ownDeathError = (what: string, death: Death): TransientError =>
  new TransientError('PROCESS_ENDED', `the process of ${what} ended: ${how(death)}`, {
    remedy: 'it is tried again; if it ends again, is there memory and disk space?',
    cause: new Error(lastWords(death.stderr) ?? how(death)),
  });
