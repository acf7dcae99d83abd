import { statfs } from 'node:fs/promises';
import { TransientError } from '@wattline/errors';

/** With less free, what a reader wrote may be cut, and an error says nothing about the file. */
const LEAST_FREE_BYTES = 8 * 2 ** 20;

/** The error of a reader, or where it had no room to work in, one that is tried again. */
export const unlessDiskIsFull = async <Failed extends Error>(
  error: Failed,
  { file, folder }: { readonly file: string; readonly folder: string },
): Promise<Failed | TransientError> => {
  const disk = await statfs(folder).catch(() => undefined);
  if (disk === undefined || disk.bavail * disk.bsize >= LEAST_FREE_BYTES) return error;
  return new TransientError('ENOSPC', `the disk was full while ${file} was read`, {
    place: { file },
    remedy: 'free disk space, or move the data folder to a larger disk; the run goes on by itself',
    cause: error,
  });
};
