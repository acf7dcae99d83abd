import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { hashFile } from '@wattline/hash';
import type { StageName } from '@wattline/topology';
import type { Stores } from '../backend.ts';
import type { Task } from '../events.ts';
import type { InputFile } from '../input-file.ts';
import { lentKey } from './share.ts';

/** Puts a file where other workers of the stage can read parts of it, and says where it is from then on. */
export type LendFile = (path: string) => Promise<InputFile>;

export const lendFile =
  (options: {
    readonly stores: Pick<Stores, 'features'>;
    readonly stage: StageName;
    readonly task: Task;
    readonly scratch: string;
    readonly signal: AbortSignal;
  }): LendFile =>
  async (path) => {
    const { stores, stage, task, scratch, signal } = options;
    const { features } = stores;
    const { sha256, bytes } = await hashFile(path, signal);
    // The same file has the same place, in an attempt after this one too.
    const key = lentKey({ ...task, stage, sha256 });
    const ref = { store: 'features' as const, key, bytes, sha256 };
    // Where objects are files on this machine there is one copy, the store's.
    const isMoved = features.link !== undefined;
    const there = await features.head(key);
    if (there?.bytes !== bytes || (there.sha256 ?? sha256) !== sha256)
      await features.putFile(key, path, { sha256, move: isMoved });
    if (!isMoved) return { path, ref };
    const folder = join(scratch, 'lent', sha256);
    await mkdir(folder, { recursive: true });
    return { path: await features.file(key, folder), ref };
  };
