import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Spec, type SpecInput } from '@wattline/spec';
import { cutsOf } from '../cuts/cuts-of.ts';
import { mendCuts } from '../cuts/mend-cuts.ts';
import type { ReadCut } from '../cuts/open-cuts.ts';
import { readCut } from '../cuts/read-cut.ts';
import { unpackFile } from '../cuts/unpack-file.ts';
import type { Unpacked } from '../input.ts';
import { inspect } from '../inspect/inspect-file.ts';
import type { Cut } from '../range.ts';

/** How a file was read in cuts. */
export interface InCuts {
  readonly cuts: readonly ReadCut[];
  /** How many were read again. */
  readonly again: number;
  /** What it holds, where it is packed. */
  readonly unpacked: Unpacked | undefined;
}

/** Reads a file in cuts, the last first, as if each were read elsewhere; undefined where it cannot be. */
export const readInCuts = async (
  path: string,
  folder: string,
  options: {
    readonly spec?: SpecInput | undefined;
    readonly chunkBytes?: number | undefined;
    /** The cuts of a text of so many bytes. */
    readonly cut: (bytes: number) => readonly Cut[];
  },
): Promise<InCuts | undefined> => {
  const spec = options.spec === undefined ? undefined : Spec.parse(options.spec);
  const file = { path, name: 'input.csv', spec };
  const unpacked = await unpackFile({ ...file, folder, atMost: Number.POSITIVE_INFINITY });
  const look = (scratch: string) =>
    // Another worker has what it holds alone.
    inspect({
      ...file,
      ...(unpacked && { path: unpacked.path, unpacked }),
      scratch,
      chunkBytes: options.chunkBytes,
    });
  const inspected = await look(join(folder, 'look'));
  const { content } = inspected.source;
  if (cutsOf(inspected, 1) === undefined || content.kind !== 'text' || content.anywhere === undefined)
    return undefined;
  let made = 0;
  const read = async (cut: Cut): Promise<ReadCut> => {
    made += 1;
    const own = join(folder, `cut-${made}`);
    await mkdir(own, { recursive: true });
    return readCut(inspected, cut, {
      name: 'input.csv',
      folder: own,
      scratch: join(own, 'scratch'),
    });
  };
  const cuts: ReadCut[] = [];
  for (const cut of options.cut(content.anywhere.bytes).toReversed()) cuts.unshift(await read(cut));
  let again = 0;
  const mended = await mendCuts(cuts, ({ cut }) => {
    again += 1;
    return read(cut);
  });
  // As they come from elsewhere.
  return mended && { cuts: structuredClone(mended), again, unpacked };
};
