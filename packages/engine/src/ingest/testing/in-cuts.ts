import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Spec, type SpecInput } from '@wattline/spec';
import { cutsOf } from '../cuts/cuts-of.ts';
import { mendCuts } from '../cuts/mend-cuts.ts';
import { openContent } from '../cuts/open-content.ts';
import type { ReadCut } from '../cuts/open-cuts.ts';
import { readCut } from '../cuts/read-cut.ts';
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

/** A file as large, with these bytes of it, as another worker has it. */
const partOf = async (
  path: string,
  folder: string,
  spans: readonly { readonly from: number; readonly to: number }[],
): Promise<string> => {
  const bytes = await readFile(path);
  const part = Buffer.alloc(bytes.length);
  for (const { from, to } of spans) bytes.copy(part, from, from, to);
  await mkdir(folder, { recursive: true });
  const to = join(folder, 'part');
  await writeFile(to, part);
  return to;
};

/** Reads a file in cuts, the last first, as if each were read elsewhere; undefined where it cannot be. */
export const readInCuts = async (
  path: string,
  folder: string,
  options: {
    readonly spec?: SpecInput | undefined;
    readonly chunkBytes?: number | undefined;
    /** The cuts of a text of so many bytes. */
    readonly cut: (bytes: number) => readonly Cut[];
    /** How large cuts of rows are, decoded. */
    readonly rowBytes?: number;
  },
): Promise<InCuts | undefined> => {
  const spec = options.spec === undefined ? undefined : Spec.parse(options.spec);
  const file = { path, name: 'input.csv', spec };
  const unpacked = await (await openContent(file)).unpack(folder, Number.POSITIVE_INFINITY);
  // Another worker has what it holds alone.
  const theirs = unpacked?.path ?? path;
  const look = (from: string, scratch: string) =>
    inspect({
      ...{ ...file, path: from, scratch, chunkBytes: options.chunkBytes },
      ...(unpacked && { unpacked: { ...unpacked, path: from } }),
    });
  const inspected = await look(theirs, join(folder, 'look'));
  const { content } = inspected.source;
  const cutUp = cutsOf(inspected, options.rowBytes ?? 1);
  if (cutUp === undefined) return undefined;
  const anywhere = content.kind === 'text' ? content.anywhere : undefined;
  const { bytes } = cutUp;
  const planned = anywhere === undefined ? cutUp.cuts : options.cut(anywhere.bytes);
  let made = 0;
  const read = async (cut: Cut, index: number): Promise<ReadCut> => {
    made += 1;
    const own = join(folder, `cut-${made}`);
    await mkdir(own, { recursive: true });
    const parted =
      bytes === undefined
        ? inspected
        : await look(
            await partOf(theirs, own, [...bytes.all, ...bytes.own.slice(index, index + 1)]),
            join(own, 'look'),
          );
    return readCut(parted, cut, { name: 'input.csv', folder: own, scratch: join(own, 'scratch') });
  };
  const cuts: ReadCut[] = [];
  for (const [index, cut] of [...planned.entries()].toReversed()) cuts.unshift(await read(cut, index));
  let again = 0;
  const mended = await mendCuts(cuts, ({ cut, index }) => {
    again += 1;
    return read(cut, index);
  });
  // As they come from elsewhere.
  return mended && { cuts: structuredClone(mended), again, unpacked };
};
