import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type InspectOptions, inspect } from '../inspect/inspect-file.ts';
import type { Cut } from '../range.ts';
import type { ReadCut } from './open-cuts.ts';
import { readCut } from './read-cut.ts';

/** Looks at a file as others do who read its other cuts, and reads one. */
export const readCutOfFile = async (
  options: Omit<InspectOptions, 'scratch'> & {
    readonly cut: Cut;
    /** Where its rows and refusals go. */
    readonly folder: string;
    /** Nothing behind this byte of the text can be read. */
    readonly known?: number | undefined;
  },
): Promise<ReadCut> => {
  const { name, folder, cut, known, signal } = options;
  const scratch = join(folder, 'scratch');
  try {
    const inspected = await inspect({ ...options, scratch: join(scratch, 'look') });
    return await readCut(inspected, cut, {
      ...{ name, folder, scratch, signal },
      ...(known !== undefined && { known }),
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
};
