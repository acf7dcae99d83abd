import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Inspected, type InspectOptions, inspect } from '../inspect/inspect-file.ts';
import type { Cut } from '../range.ts';
import type { ReadCut } from './open-cuts.ts';
import { readCut } from './read-cut.ts';

export interface ReadCutOptions extends Omit<InspectOptions, 'scratch' | 'signal'> {
  readonly cut: Cut;
  /** Where its rows and refusals go. */
  readonly folder: string;
  /** Nothing behind this byte of the text can be read. */
  readonly known?: number | undefined;
}

interface Look {
  readonly of: string;
  readonly inspected: Promise<Inspected>;
}

/** Reads cuts of files; of one file after the other, each is looked at once. */
export const createCutReader = (lookAt = inspect): ((options: ReadCutOptions) => Promise<ReadCut>) => {
  let last: Look | undefined;
  const look = async (options: Omit<ReadCutOptions, 'cut' | 'folder' | 'known'>, scratch: string) => {
    const { ino, mtimeMs, size } = await stat(options.path);
    const of = JSON.stringify([ino, mtimeMs, size, options]);
    if (last?.of !== of) last = { of, inspected: lookAt({ ...options, scratch }) };
    const look = last;
    try {
      return await look.inspected;
    } catch (error) {
      // It may go well next time.
      if (last === look) last = undefined;
      throw error;
    }
  };
  return async ({ cut, folder, known, ...options }) => {
    const scratch = join(folder, 'scratch');
    try {
      const inspected = await look(options, join(scratch, 'look'));
      return await readCut(inspected, cut, {
        ...{ name: options.name, folder, scratch },
        ...(known !== undefined && { known }),
      });
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  };
};
