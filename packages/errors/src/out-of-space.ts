import { isOwn } from './errors.ts';

const SQLITE_FULL = 13;

const outOfSpaceCodes: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'DISK_FULL'];

/** The code of an error that `isOutOfSpace`. */
export const isOutOfSpaceCode = (code: unknown): boolean => outOfSpaceCodes.includes(code);

/** The disk, or this user's share of it, is full. */
export const isOutOfSpace = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  const { code, errcode } = error as Error & { code?: unknown; errcode?: unknown };
  return (
    isOutOfSpaceCode(code) ||
    (typeof errcode === 'number' && (errcode & 0xff) === SQLITE_FULL) ||
    // Polars has no code for it. An error of ours has, and may quote a file's name.
    (!isOwn(error) && /no space left on device/i.test(error.message))
  );
};
