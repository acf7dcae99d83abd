import { LocalFileError } from './local-file-error.ts';

// https://www.sqlite.org/rescode.html: the low byte is the primary code.
const BUSY = 5;
const LOCKED = 6;

const KNOWN: Readonly<Record<number, { code: string; says: string; remedy: string }>> = {
  [BUSY]: {
    code: 'FILE_BUSY',
    says: 'was held by another process for too long',
    remedy: 'Find out which process has the file open; on a network file system, use a local disk.',
  },
  8: {
    code: 'FILE_READ_ONLY',
    says: 'cannot be written',
    remedy: 'Give this user the right to write the file and its folder, or choose another data folder.',
  },
  10: {
    code: 'FILE_FAILED',
    says: 'cannot be read or written: the disk reports an error',
    remedy: 'Check the disk and its free space, then start again.',
  },
  11: {
    code: 'FILE_CORRUPT',
    says: 'is damaged',
    remedy:
      'Stop every process, move the file away and start again; then replay the runs that were not done.',
  },
  13: {
    code: 'DISK_FULL',
    says: 'cannot grow: the disk is full',
    remedy: 'Free some space; nothing that was acknowledged is lost.',
  },
  14: {
    code: 'FILE_UNREACHABLE',
    says: 'cannot be opened',
    remedy:
      'Check that the folder exists, that this user may write in it, and that the path names no folder.',
  },
  26: {
    code: 'FILE_FOREIGN',
    says: 'is no SQLite database',
    remedy: 'Move the file away, or choose another data folder.',
  },
};

function primaryCode(cause: unknown): number | undefined {
  if (!(cause instanceof Error) || !('errcode' in cause) || typeof cause.errcode !== 'number')
    return undefined;
  return cause.errcode & 0xff;
}

/** Another connection holds the lock just now: the same call may succeed a moment later. */
export function isBusy(cause: unknown): boolean {
  const code = primaryCode(cause);
  return code === BUSY || code === LOCKED;
}

/** What SQLite reported about `file`, with code, place and remedy; anything else comes back as it is. */
export function explainSqliteError(file: string, cause: unknown): unknown {
  const primary = primaryCode(cause);
  if (primary === undefined) return cause;
  const known = KNOWN[primary] ?? {
    code: 'FILE_FAILED',
    says: `cannot be used: ${cause instanceof Error ? cause.message : 'unknown error'}`,
    remedy: 'Check the file and its disk, then start again.',
  };
  return new LocalFileError(known.code, `${file} ${known.says}.`, { file, remedy: known.remedy, cause });
}
