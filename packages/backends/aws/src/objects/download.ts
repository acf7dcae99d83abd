import { randomUUID } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ObjectNotFound } from '@wattline/backend-contract';
import type { ObjectPlace } from './location.ts';
import { readObject } from './read.ts';

/** A name that every file system takes, with the key's endings, by which readers know the format. */
const fileName = (key: string): string => {
  const ending = /(\.[a-z0-9]{1,10}){1,2}$/i.exec(key)?.[0] ?? '';
  return `${randomUUID()}${ending}`;
};

/** Writes an object's bytes to a new file in `folder` and returns its path. */
export const downloadObject = async (place: ObjectPlace, folder: string): Promise<string> => {
  const reading = await readObject(place);
  if (reading === undefined)
    throw new ObjectNotFound(`there is no object ${place.key} in ${place.bucket.name}`);
  const path = join(folder, fileName(place.key));
  const file = await open(path, 'wx');
  try {
    for await (const chunk of reading.chunks) await file.writeFile(chunk);
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  return path;
};
