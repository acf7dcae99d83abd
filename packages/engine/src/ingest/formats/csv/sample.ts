import { open } from 'node:fs/promises';
import { headOf } from '../../blocks.ts';
import type { Input } from '../../input.ts';
import { type Dialect, dialectOf } from './dialect.ts';
import { asUtf8, type Encoding, type EncodingFound, encodingOf } from './encoding.ts';
import { recordsOf } from './records.ts';

const SAMPLE = 256 * 1024;
/** Enough where a spec says what the columns are. */
const SMALL_SAMPLE = 64 * 1024;

/** What part of a CSV file shows. */
export interface CsvSample {
  readonly encoding: EncodingFound;
  readonly lineEnds: 'LF' | 'CRLF' | 'CR';
  readonly dialect: Dialect;
  /** Cells of the first part and of some places further on. */
  readonly rows: readonly (readonly string[])[];
  /** The first part, in UTF-8 where it is Unicode. */
  readonly head: Uint8Array;
}

const lineEndsOf = (text: string): CsvSample['lineEnds'] =>
  text.includes('\r\n') ? 'CRLF' : text.includes('\n') || !text.includes('\r') ? 'LF' : 'CR';

const decoded = (bytes: Buffer, encoding: Encoding): string => new TextDecoder(encoding).decode(bytes);

/** Whole lines of a sample, with LF; the last, cut one goes unless the sample is the file. */
const sampleText = (
  bytes: Buffer,
  encoding: Encoding,
  complete: boolean,
): { text: string; lineEnds: CsvSample['lineEnds'] } => {
  // The blocks are UTF-8 by now where the file is UTF-16.
  const text = decoded(bytes, encoding === 'windows-1252' ? encoding : 'utf-8');
  const lineEnds = lineEndsOf(text);
  const lines = lineEnds === 'CR' ? text.replaceAll('\r', '\n') : text.replaceAll('\r\n', '\n');
  const end = lines.lastIndexOf('\n');
  return { text: complete || end <= 0 ? lines : lines.slice(0, end), lineEnds };
};

/** Rows from further on in a plain file, so that one look is not at one entity or one week alone. */
const furtherRows = async (path: string, encoding: Encoding, dialect: Dialect): Promise<string[][]> => {
  if (encoding.startsWith('utf-16')) {
    return [];
  }
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const rows: string[][] = [];
    for (const share of size > 4 * SAMPLE ? [0.25, 0.5, 0.75, 1] : []) {
      const bytes = Buffer.alloc(32 * 1024);
      const { bytesRead } = await file.read(bytes, 0, bytes.length, Math.floor(size * share) - bytes.length);
      const lines = decoded(bytes.subarray(0, bytesRead), encoding)
        .replaceAll('\r\n', '\n')
        .replaceAll('\r', '\n');
      const whole = lines.slice(lines.indexOf('\n') + 1, lines.lastIndexOf('\n'));
      const records = recordsOf(whole, dialect.delimiter).records.filter(
        (record) => record.cells.length === dialect.header.length,
      );
      rows.push(...records.map((record) => [...record.cells]));
    }
    return rows;
  } finally {
    await file.close();
  }
};

/** Looks at parts of a CSV file. `wanted` are columns that its header must have. Throws RejectedError. */
export const sampleCsv = async (input: Input, wanted: readonly string[]): Promise<CsvSample> => {
  const { name, path, packing } = input;
  const raw = await headOf(input.blocks(), SAMPLE);
  const encoding = encodingOf(raw.head, name);
  const { head } = await headOf(asUtf8([raw.head], encoding), Number.POSITIVE_INFINITY);
  const { complete } = raw;
  const look = (length: number) => {
    const whole = complete && length >= head.length;
    const { text, lineEnds } = sampleText(head.subarray(0, length), encoding.encoding, whole);
    return { lineEnds, dialect: dialectOf(text, { name, wanted, complete: whole }) };
  };
  const small = wanted.length > 0 ? look(SMALL_SAMPLE) : undefined;
  const { lineEnds, dialect } = small?.dialect.decimalSeen === true ? small : look(SAMPLE);
  const further = packing === undefined ? await furtherRows(path, encoding.encoding, dialect) : [];
  return {
    encoding,
    lineEnds,
    dialect,
    rows: [...dialect.records.map((record) => record.cells), ...further],
    head,
  };
};
