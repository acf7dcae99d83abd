import { RejectedError } from '@wattline/errors';
import { expect, test } from 'vitest';
import { type Death, type DeathCause, deathCause, deathError, lastWords } from './death.ts';
import { ORPHANED } from './exit-codes.ts';

const death = (some: Partial<Death>): Death => ({
  phase: 'working',
  exitCode: null,
  signal: null,
  stderr: '',
  kernelKills: 0,
  limitMet: true,
  alone: true,
  memoryBytes: 2 ** 31,
  ...some,
});

const PANIC =
  "\nthread 'tokio-runtime-worker' panicked at /root/.cargo/registry/x.rs:12:3:\nindex out of bounds: the len is 3\nnote: run with `RUST_BACKTRACE=1`\nthread caused non-unwinding panic. aborting.\n";
const limits = { timeMs: 120_000, memoryBytes: 2 ** 31, scratchBytes: 2 ** 31 };

test.for<[Partial<Death>, DeathCause, 'refused' | 'tried again', string]>([
  [{ signal: 'SIGABRT', stderr: PANIC }, 'crashed', 'refused', 'FILE_UNREADABLE'],
  [{ signal: 'SIGSEGV' }, 'crashed', 'refused', 'FILE_UNREADABLE'],
  [{ signal: 'SIGTRAP' }, 'crashed', 'refused', 'FILE_UNREADABLE'],
  [{ signal: 'SIGFPE' }, 'crashed', 'refused', 'FILE_UNREADABLE'],
  [{ signal: 'SIGILL' }, 'crashed', 'refused', 'FILE_UNREADABLE'],
  [{ exitCode: 101, stderr: PANIC }, 'crashed', 'refused', 'FILE_UNREADABLE'],
  // Of a mapped file the disk did not give a page, or somebody cut it.
  [{ signal: 'SIGBUS' }, 'machine-failed', 'tried again', 'READER_FAILED'],
  // It lost its parent, was asked to end, or ended by the system's will.
  [{ exitCode: 0 }, 'killed', 'tried again', 'READER_KILLED'],
  [{ exitCode: 1 }, 'killed', 'tried again', 'READER_KILLED'],
  [{ exitCode: ORPHANED }, 'killed', 'tried again', 'READER_KILLED'],
  [{}, 'killed', 'tried again', 'READER_KILLED'],
  [{ signal: 'SIGSYS' }, 'killed', 'tried again', 'READER_KILLED'],
  [{ signal: 'SIGHUP' }, 'killed', 'tried again', 'READER_KILLED'],
  [{ signal: 'SIGINT' }, 'killed', 'tried again', 'READER_KILLED'],
  [{ signal: 'SIGQUIT' }, 'killed', 'tried again', 'READER_KILLED'],
  [{ signal: 'SIGXCPU' }, 'killed', 'tried again', 'READER_KILLED'],
  [
    { signal: 'SIGABRT', stderr: 'memory allocation of 8589934592 bytes failed\n' },
    'allocation-failed',
    'refused',
    'READ_MEMORY_LIMIT',
  ],
  [
    { signal: 'SIGABRT', stderr: 'FATAL ERROR: Reached heap limit - JavaScript heap out of memory' },
    'allocation-failed',
    'refused',
    'READ_MEMORY_LIMIT',
  ],
  [
    { signal: 'SIGABRT', stderr: 'memory allocation of 65536 bytes failed\n' },
    'machine-out-of-memory',
    'tried again',
    'OUT_OF_MEMORY',
  ],
  [
    {
      signal: 'SIGABRT',
      stderr: 'FATAL ERROR: Committing semi space failed. Allocation failed - JavaScript heap out of memory',
    },
    'machine-out-of-memory',
    'tried again',
    'OUT_OF_MEMORY',
  ],
  ...[
    'Too many open files (os error 24)',
    'failed to spawn thread: Os { code: 11, kind: WouldBlock, message: "Resource temporarily unavailable" }',
    'Cannot allocate memory (os error 12)',
    'Input/output error (os error 5)',
    'Stale file handle (os error 116)',
  ].map((words): [Partial<Death>, DeathCause, 'tried again', string] => [
    { signal: 'SIGABRT', stderr: `panicked at io.rs:1:1:\n${words}` },
    'machine-failed',
    'tried again',
    'READER_FAILED',
  ]),
  // A damaged file leads to a position that no file has.
  [
    { signal: 'SIGABRT', stderr: 'panicked at io.rs:1:1:\nInvalid argument (os error 22)' },
    'crashed',
    'refused',
    'FILE_UNREADABLE',
  ],
  [
    { signal: 'SIGABRT', stderr: 'panicked at sink.rs:1:1:\nNo space left on device (os error 28)' },
    'machine-failed',
    'tried again',
    'READER_FAILED',
  ],
  [{ signal: 'SIGKILL', killedFor: 'timeMs' }, 'timeMs', 'refused', 'READ_TIME_LIMIT'],
  [{ signal: 'SIGKILL', killedFor: 'memoryBytes' }, 'memoryBytes', 'refused', 'READ_MEMORY_LIMIT'],
  [{ signal: 'SIGKILL', killedFor: 'scratchBytes' }, 'scratchBytes', 'refused', 'READ_SCRATCH_LIMIT'],
  [{ signal: 'SIGKILL', kernelKills: 1 }, 'out-of-memory', 'refused', 'READ_MEMORY_LIMIT'],
  [
    { signal: 'SIGKILL', kernelKills: 1, alone: false },
    'machine-out-of-memory',
    'tried again',
    'OUT_OF_MEMORY',
  ],
  // The container had room: the machine had none.
  [
    { signal: 'SIGKILL', kernelKills: 1, limitMet: false },
    'machine-out-of-memory',
    'tried again',
    'OUT_OF_MEMORY',
  ],
  // It was slow to start, and never saw the file.
  [
    { phase: 'starting', signal: 'SIGKILL', killedFor: 'timeMs' },
    'not-started',
    'tried again',
    'READER_NOT_STARTED',
  ],
  [{ signal: 'SIGKILL' }, 'killed', 'tried again', 'READER_KILLED'],
  [{ signal: 'SIGTERM' }, 'killed', 'tried again', 'READER_KILLED'],
  [
    { phase: 'starting', signal: 'SIGABRT', stderr: PANIC },
    'not-started',
    'tried again',
    'READER_NOT_STARTED',
  ],
  [{ phase: 'starting', exitCode: 1 }, 'not-started', 'tried again', 'READER_NOT_STARTED'],
])('%o is %s: %s, %s', ([seen, cause, verdict, code]) => {
  expect(deathCause(death(seen))).toBe(cause);
  const error = deathError({ file: 'a.parquet', limits, death: death(seen) });
  expect(error instanceof RejectedError ? 'refused' : 'tried again').toBe(verdict);
  expect(error).toMatchObject({ code, place: { file: 'a.parquet' }, remedy: expect.stringMatching(/./) });
});

test('the last words are the panic’s own, short and without control characters', () => {
  expect(lastWords(PANIC)).toBe('index out of bounds: the len is 3');
  expect(lastWords(`first\nlast \u001b[2J${'x'.repeat(9_999)}\n\n`)).toMatch(/^last \ufffd\[2Jx{100,300}…$/);
  expect(
    lastWords(
      `panicked at a.rs:1:1:\ncalled \`Result::unwrap()\` on an \`Err\` value: ComputeError(ErrString("unable to parse time zone: 'Mars/Olympus'. Please\\n\\nHint"))`,
    ),
  ).toBe("unable to parse time zone: 'Mars/Olympus'. Please");
  expect(lastWords('')).toBeUndefined();
});

test('a limit is named with its value and the key that raises it', () => {
  const error = deathError({
    file: 'a.csv',
    limits,
    death: death({ signal: 'SIGKILL', killedFor: 'memoryBytes' }),
  });
  expect(error.message).toBe('reading a.csv takes more memory than 2 GiB, the limit');
  expect(error.remedy).toBe('split the file, or raise WATTLINE_READ_MEMORY_MB where the service runs');
});

test('a reader that lacks the native part for its platform says how to install it', () => {
  const stderr =
    "Error: Cannot find module 'nodejs-polars-linux-x64-gnu'\nRequire stack:\n- native-polars.js";
  const error = deathError({
    file: 'a.csv',
    limits,
    death: death({ phase: 'starting', exitCode: 1, stderr }),
  });
  expect(error.remedy).toMatch(/newer npm/);
  expect(deathError({ file: 'a.csv', limits, death: death({ phase: 'starting' }) }).remedy).not.toMatch(
    /npm/,
  );
});
