import { LocalFileError } from '../local-file-error.ts';

const KNOWN: Readonly<Record<string, { code: string; says: string; remedy: string }>> = {
  ENOSPC: {
    code: 'DISK_FULL',
    says: 'could not be written: the disk is full',
    remedy: 'free disk space, or move the data folder to a larger disk, then replay the run',
  },
  EDQUOT: {
    code: 'DISK_FULL',
    says: 'could not be written: the disk quota is used up',
    remedy: 'free disk space or raise the quota, then replay the run',
  },
  EROFS: {
    code: 'FILE_READ_ONLY',
    says: 'could not be written: the file system is read-only',
    remedy: 'choose a data folder on a file system that can be written',
  },
  EACCES: {
    code: 'FILE_READ_ONLY',
    says: 'could not be used: permission denied',
    remedy: 'give the user that runs Wattline the right to read and write the data folder',
  },
};

export const errorCode = (cause: unknown): string | undefined =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;

/** The file is not there, or was a moment ago. */
export const isAbsence = (cause: unknown): boolean =>
  ['ENOENT', 'ENOTDIR', 'ELOOP'].includes(errorCode(cause) ?? '');

/** What the file system reported about `file`, with code, place and remedy where there is something to be done. */
export const explainFileError = (file: string, cause: unknown): unknown => {
  const known = cause instanceof LocalFileError ? undefined : KNOWN[errorCode(cause) ?? ''];
  if (known === undefined) return cause;
  return new LocalFileError(known.code, `${file} ${known.says}`, { file, remedy: known.remedy, cause });
};
