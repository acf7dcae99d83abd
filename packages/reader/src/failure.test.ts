import { RejectedError, TransientError } from '@wattline/errors';
import { expect, test } from 'vitest';
import { errorOf, failureOf } from './failure.ts';

const coded = (code: string): Error => Object.assign(new Error(`${code}: it failed`), { code });
const native = (message: string): Error => Object.assign(new Error(message), { code: 'GenericFailure' });
const refusal = (cause: unknown): RejectedError =>
  new RejectedError('PARQUET_CORRUPT', 'a.parquet is damaged', { remedy: 'write it again', cause });

test.for<[what: string, thrown: unknown, verdict: 'refused' | 'tried again', code: string]>([
  ['a refusal', refusal(undefined), 'refused', 'PARQUET_CORRUPT'],
  ['a refusal for what the file has', refusal(native('invalid thrift')), 'refused', 'PARQUET_CORRUPT'],
  ['what nobody foresaw', new TypeError('x is not a function'), 'refused', 'FILE_UNREADABLE'],
  ['a position that no file has', coded('EINVAL'), 'refused', 'FILE_UNREADABLE'],
  ['the same, of native code', native('Invalid argument (os error 22)'), 'refused', 'FILE_UNREADABLE'],
  ['a full disk', coded('ENOSPC'), 'tried again', 'ENOSPC'],
  ['too many open files', coded('EMFILE'), 'tried again', 'EMFILE'],
  ['no memory', coded('ENOMEM'), 'tried again', 'ENOMEM'],
  ['a disk that fails', coded('EIO'), 'tried again', 'EIO'],
  ['a file that is gone', coded('ENOENT'), 'tried again', 'ENOENT'],
  ['handles, of native code', native('Too many open files (os error 24)'), 'tried again', 'READER_FAILED'],
  [
    'a full disk, of native code',
    native('No space left on device (os error 28)'),
    'tried again',
    'READER_FAILED',
  ],
  ['a refusal that a failing disk caused', refusal(coded('EIO')), 'tried again', 'EIO'],
  [
    'a refusal that native code caused for want of handles',
    refusal(native('Too many open files (os error 24)')),
    'tried again',
    'READER_FAILED',
  ],
  [
    'a cause of a cause',
    refusal(new Error('the sink failed', { cause: coded('ENOSPC') })),
    'tried again',
    'ENOSPC',
  ],
  [
    'what was transient',
    new TransientError('STORE_AWAY', 'no store', { remedy: 'wait' }),
    'tried again',
    'STORE_AWAY',
  ],
])('%s is %s', ([, thrown, verdict, code]) => {
  const error = errorOf(failureOf(thrown), 'a.parquet');
  expect(error instanceof RejectedError ? 'refused' : 'tried again').toBe(verdict);
  expect(error).toMatchObject({ code, remedy: expect.stringMatching(/./) });
});
