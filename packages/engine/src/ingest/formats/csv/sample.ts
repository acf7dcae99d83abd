import { open } from 'node:fs/promises';
import type { File } from '@wattline/spec';
import { headOf } from '../../blocks.ts';
import type { Input } from '../../input.ts';
import { recordsBy } from './data-block.ts';
import { type Dialect, dialectOf } from './dialect.ts';
import { asUtf8, type Encoding, type EncodingFound, isWide, textEncoding } from './encoding.ts';
import {
  createThinning,
  PIECE,
  pieceRanges,
  SAMPLE,
  SMALL_PIECE,
  SMALL_SAMPLE,
  streamRanges,
} from './sample-ranges.ts';

/** What part of a CSV file shows. */
export interface CsvSample {
  readonly encoding: EncodingFound;
  readonly lineEnds: 'LF' | 'CRLF' | 'CR';
  readonly dialect: Dialect;
  /** Cells of the first part and of places all over the rest, in the order of the file. */
  readonly rows: readonly (readonly string[])[];
  /** The first part, in UTF-8 where it is Unicode. */
  readonly head: Uint8Array;
}

const lineEndsOf = (text: string): CsvSample['lineEnds'] =>
  text.includes('\r\n') ? 'CRLF' : text.includes('\n') || !text.includes('\r') ? 'LF' : 'CR';

const decoded = (bytes: Uint8Array, encoding: Encoding): string =>
  // The blocks are UTF-8 by now where the file is UTF-16.
  new TextDecoder(encoding === 'windows-1252' ? encoding : 'utf-8').decode(bytes);

const withLineFeeds = (text: string): string => text.replaceAll('\r\n', '\n').replaceAll('\r', '\n');

/** Whole lines of a sample, with LF; the last, cut one goes unless the sample is the file. */
const sampleText = (bytes: Buffer, encoding: Encoding, complete: boolean): string => {
  const lines = withLineFeeds(decoded(bytes, encoding));
  const end = lines.lastIndexOf('\n');
  return complete || end <= 0 ? lines : lines.slice(0, end);
};

/** Pieces of a file that can be read anywhere. */
const piecesOfFile = async (
  path: string,
  rangesOf: (size: number) => readonly { readonly start: number; readonly end: number }[],
): Promise<Buffer[]> => {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const pieces: Buffer[] = [];
    for (const { start, end } of rangesOf(size)) {
      const bytes = Buffer.alloc(end - start);
      const { bytesRead } = await file.read(bytes, 0, bytes.length, start);
      pieces.push(bytes.subarray(0, bytesRead));
    }
    return pieces;
  } finally {
    await file.close();
  }
};

/** Those pieces of a stream that `streamRanges` names, before its length is known. */
const piecesOfStream = async (blocks: AsyncIterable<Uint8Array>, from: number): Promise<Buffer[]> => {
  const thinning = createThinning<Buffer>(from);
  const piece = Buffer.alloc(PIECE);
  let seen = 0;
  for await (const block of blocks) {
    const begin = seen;
    seen += block.length;
    for (let end = thinning.nextEnd(); end !== undefined; end = thinning.nextEnd()) {
      const start = end - PIECE;
      const first = Math.max(start, begin);
      if (first < Math.min(end, seen)) piece.set(block.subarray(first - begin, end - begin), first - start);
      if (end > seen) break;
      thinning.add(Buffer.from(piece));
    }
    if (thinning.nextEnd() === undefined) break;
  }
  return thinning.kept();
};

const rowsOf = (piece: Buffer, encoding: Encoding, dialect: Dialect): string[][] => {
  const lines = withLineFeeds(decoded(piece, encoding));
  const whole = lines.slice(lines.indexOf('\n') + 1, lines.lastIndexOf('\n'));
  return recordsBy(whole, dialect.delimiter)
    .records.filter(({ cells }) => cells.length === dialect.records[0]?.cells.length)
    .map(({ cells }) => [...cells]);
};

const furtherRows = async (
  input: Input,
  from: number,
  encoding: EncodingFound,
  dialect: Dialect,
  length: number,
): Promise<string[][]> => {
  const { packing, content, decoded } = input;
  const wide = isWide(encoding);
  const bom = decoded === undefined ? encoding.bom : 0;
  const pieces =
    packing === undefined && !wide
      ? await piecesOfFile(input.path, (size) => pieceRanges(size, { from, length }))
      : content !== undefined && (decoded !== undefined || !wide)
        ? await piecesOfFile(content.path, (size) =>
            streamRanges(size - bom, from).map(({ start, end }) => ({ start: start + bom, end: end + bom })),
          )
        : await piecesOfStream(asUtf8(input.blocks(), encoding), from);
  return pieces.flatMap((piece) => rowsOf(piece, encoding.encoding, dialect));
};

/** Looks at parts of a CSV file. `wanted` are columns that its header must have. Throws RejectedError. */
export const sampleCsv = async (
  input: Input,
  { wanted, file }: { readonly wanted: readonly string[]; readonly file: File | undefined },
): Promise<CsvSample> => {
  const { name } = input;
  const most = wanted.length > 0 ? SMALL_SAMPLE : SAMPLE;
  const raw = await headOf(input.blocks(), most);
  const encoding = input.decoded ?? textEncoding(raw.head, name, file?.encoding);
  const text8 =
    input.decoded === undefined && isWide(encoding)
      ? await headOf(asUtf8(input.blocks(), encoding), most)
      : undefined;
  const from = (text8 ?? raw).head.length;
  const complete = (text8 ?? raw).complete;
  const head =
    text8?.head ??
    (input.decoded === undefined
      ? (await headOf(asUtf8([raw.head], encoding), Number.POSITIVE_INFINITY)).head
      : raw.head);
  const text = sampleText(head, encoding.encoding, complete);
  const dialect = dialectOf(text, { name, wanted, complete, file });
  // A spec that names the columns needs no look at all of a packed file.
  const further =
    complete || (wanted.length > 0 && input.packing !== undefined)
      ? []
      : await furtherRows(input, from, encoding, dialect, wanted.length > 0 ? SMALL_PIECE : PIECE);
  return {
    encoding,
    lineEnds: lineEndsOf(decoded(head, encoding.encoding)),
    dialect,
    rows: [...dialect.records.map((record) => record.cells), ...further],
    head,
  };
};
