import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from '@wattline/errors';

const requireOwn = async (folder: string): Promise<void> => {
  const entries = await readdir(folder).catch((): string[] => []);
  if (entries.length === 0 || entries.includes('known.json')) return;
  throw new UsageError('OUT_NOT_EMPTY', `${folder} holds other files`, {
    place: { file: folder },
    remedy: 'name a new or empty folder, or one that holds earlier known sets',
  });
};

/** Fills a folder with known sets: it changes as a whole or not at all. */
export const fillKnownFolder = async <Result>(
  out: string,
  write: (folder: string) => Promise<Result>,
): Promise<Result> => {
  const folder = resolve(out);
  await requireOwn(folder);
  const partial = join(dirname(folder), `.${basename(folder)}-${randomBytes(4).toString('hex')}`);
  try {
    await mkdir(partial, { recursive: true });
    const result = await write(partial);
    await rm(folder, { recursive: true, force: true });
    await rename(partial, folder);
    return result;
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
};
