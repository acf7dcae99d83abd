import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DecidedFrom } from '@wattline/engine/preview';
import { pieceRanges } from '@wattline/engine/sample-ranges';
import { firstPart, wholeLines, wholeOrPart } from './first-part.ts';
import { isLines, isWhole, type PreviewSource, showsAll } from './preview-source.ts';

/** The files that a preview works on. */
export interface LaidOut {
  /** What is read. */
  readonly path: string;
  /** What is looked at to decide how. */
  readonly looksLike: string;
  /** What is read to try something out. */
  readonly trialPath: string;
  readonly decidedFrom: DecidedFrom;
}

const TRIAL_BYTES = 2 ** 20;

/** A file that has the bytes of the whole one wherever anybody looks, and holes between. */
const writeSparse = async (
  path: string,
  { head, pieces, size }: { readonly head: Buffer; readonly pieces: Buffer; readonly size: number },
): Promise<void> => {
  const file = await open(path, 'w');
  try {
    await file.truncate(size);
    await file.write(head, 0, head.length, 0);
    let at = 0;
    for (const { start, end } of pieceRanges(size)) {
      await file.write(pieces, at, end - start, start);
      at += end - start;
    }
  } finally {
    await file.close();
  }
};

/** Writes what there is of a file into `folder`, which is made. */
export const layOut = async (source: PreviewSource, folder: string): Promise<LaidOut> => {
  const { head, size, pieces } = source;
  const all = showsAll(source);
  await mkdir(folder, { recursive: true });
  const at = (name: string): string => join(folder, name);
  const part = isWhole(source) ? await wholeOrPart(head) : { bytes: await firstPart(head), cut: true };
  await writeFile(at('part'), part.bytes);
  if (part.cut && isWhole(source)) await writeFile(at('whole'), head);
  else if (all && !isWhole(source) && size !== undefined && pieces !== undefined)
    await writeSparse(at('whole'), { head, pieces, size });
  const isSmall = part.bytes.length <= TRIAL_BYTES || !isLines(part.bytes);
  if (!isSmall) await writeFile(at('trial'), wholeLines(part.bytes.subarray(0, TRIAL_BYTES)));
  return {
    path: at('part'),
    looksLike: all && part.cut ? at('whole') : at('part'),
    trialPath: isSmall ? at('part') : at('trial'),
    decidedFrom: !part.cut ? 'whole' : all ? 'sample' : 'part',
  };
};
