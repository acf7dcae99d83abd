import { open, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RejectedError } from '../errors.ts';
import { isPlainText, pieceRanges } from '../ingest/formats/csv/sample-ranges.ts';
import { previewsFromHead } from '../ingest/formats/names.ts';
import { readFooter } from '../ingest/formats/parquet/footer.ts';
import { rowGroupsOf } from '../ingest/formats/parquet/row-groups.ts';
import type { Packing } from '../ingest/packings/packing.ts';
import { packingOf } from '../ingest/packings/registry.ts';
import '../polars/index.ts';
import pl from 'nodejs-polars';
import type { RowGroups } from '../ingest/source.ts';
import type { DecidedFrom } from './preview.ts';

/** A part of a file that stands for the whole. */
export interface SurveyPart {
  readonly path: string;
  /** What shows how the whole is read. */
  readonly looksLike: string;
  readonly decidedFrom: DecidedFrom;
  /** Of the whole, as it is there. */
  readonly bytes: number;
  /** Of the whole, unpacked: worked out where that would take reading it. */
  readonly textBytes: number;
  /** Of the part. */
  readonly partBytes: number;
  /** Of the whole, where the file says so itself. */
  readonly rows?: number;
  /** What packs the whole, where the part is unpacked. */
  readonly packing?: string;
  /** Of the whole, where it has such. */
  readonly rowGroups?: RowGroups | undefined;
}

const MIB = 2 ** 20;
/** The first part of a text. */
const FIRST = 4 * MIB;
/** Each place further on. */
const PIECE = 64 * 1024;
/** Other files are read whole up to this size. */
const WHOLE = 16 * MIB;
/** Packed ones up to this: their text may be many times as long. */
const WHOLE_PACKED = 256 * 1024;
/** What of a packed file is unpacked; less of one that unfolds to very much. */
const PACKED = [MIB, MIB / 16];
const PARQUET_ROWS = 100_000;
const NEWLINE = 0x0a;

const readAt = async (path: string, from: number, length: number): Promise<Buffer> => {
  const file = await open(path);
  try {
    const bytes = Buffer.alloc(length);
    const { bytesRead } = await file.read(bytes, 0, length, from);
    return bytes.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
};

const toLastLine = (bytes: Buffer): Buffer => {
  const end = bytes.lastIndexOf(NEWLINE);
  return end < 0 ? bytes : bytes.subarray(0, end + 1);
};

const fromNextLine = (bytes: Buffer): Buffer => bytes.subarray(bytes.indexOf(NEWLINE) + 1);

const isLines = (begin: Buffer): boolean =>
  isPlainText(begin.subarray(0, 4_096)) && previewsFromHead(begin.subarray(0, 4_096));

/** The first part, and with `further` places all over the rest. */
export const layOutText = async (
  path: string,
  folder: string,
  { further }: { readonly further: boolean },
): Promise<SurveyPart> => {
  const { size } = await stat(path);
  const pieces = [toLastLine(await readAt(path, 0, FIRST))];
  if (further)
    for (const { start, end } of pieceRanges(size, { from: FIRST, length: PIECE }))
      pieces.push(toLastLine(fromNextLine(await readAt(path, start, end - start))));
  const part = join(folder, further ? 'part' : 'first');
  const bytes = Buffer.concat(pieces);
  await writeFile(part, bytes);
  return {
    ...{ path: part, looksLike: path, decidedFrom: 'sample' },
    ...{ bytes: size, textBytes: size, partBytes: bytes.length },
  };
};

const whole = (path: string, size: number): SurveyPart => ({
  ...{ path, looksLike: path, decidedFrom: 'whole' },
  ...{ bytes: size, textBytes: size, partBytes: size },
});

/** The beginning of a packed file; undefined where it is damaged, as reading it says. */
const unpackBegin = async (
  path: string,
  packing: Packing,
): Promise<{ readonly packed: Buffer; readonly head: Buffer } | undefined> => {
  for (const length of PACKED) {
    const packed = await readAt(path, 0, length);
    try {
      return { packed, head: packing.unpackHead(packed) };
    } catch {
      // Damaged, or of a gigabyte of blanks.
    }
  }
  return undefined;
};

const layOutPacked = async (path: string, folder: string, packing: Packing): Promise<SurveyPart> => {
  const { size } = await stat(path);
  const begin = await unpackBegin(path, packing);
  if (begin === undefined || !isLines(begin.head)) return whole(path, size);
  const { packed, head } = begin;
  const part = join(folder, 'part');
  const bytes = toLastLine(head.subarray(0, FIRST));
  await writeFile(part, bytes);
  return {
    ...{ path: part, looksLike: part, decidedFrom: 'part' },
    packing: packing.key,
    ...{ bytes: size, textBytes: Math.round((size / packed.length) * head.length), partBytes: bytes.length },
  };
};

const layOutParquet = async (path: string, name: string, folder: string): Promise<SurveyPart> => {
  const { size } = await stat(path);
  const footer = await readFooter(path, name);
  const { rows } = footer;
  if (rows <= PARQUET_ROWS) return { ...whole(path, size), rows };
  const part = join(folder, 'part');
  await pl.scanParquet(path).limit(PARQUET_ROWS).sinkParquet(part).collect();
  return {
    ...{ path: part, looksLike: part, decidedFrom: 'part' },
    ...{ bytes: size, textBytes: size, partBytes: (size * PARQUET_ROWS) / rows, rows },
    rowGroups: rowGroupsOf(footer, size),
  };
};

/** A part of a file that is read in place of it, so that a large one is not read. Throws RejectedError. */
export const layOutSurvey = async (path: string, name: string, folder: string): Promise<SurveyPart> => {
  const { size } = await stat(path);
  const begin = await readAt(path, 0, 4_096);
  if (isLines(begin))
    return size <= FIRST + PIECE ? whole(path, size) : layOutText(path, folder, { further: true });
  const packing = packingOf(begin);
  if (packing !== undefined && size > WHOLE_PACKED) {
    const part = await layOutPacked(path, folder, packing);
    if (part.decidedFrom === 'part' || size <= WHOLE) return part;
  }
  if (size <= WHOLE) return whole(path, size);
  if (begin.subarray(0, 4).toString('latin1') === 'PAR1') return layOutParquet(path, name, folder);
  throw new RejectedError('PLAN_NEEDS_FILE', `${name} cannot be planned from a part of it`, {
    place: { file: name },
    remedy: 'plan a smaller file of the same kind, or a CSV or Parquet file of the same readings',
  });
};
