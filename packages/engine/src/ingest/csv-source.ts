import { open } from 'node:fs/promises';
import { containerOf, refuseNested } from './container.ts';
import { type Dialect, dialectOf } from './dialect.ts';
import { asUtf8, type Encoding, type EncodingFound, encodingOf } from './encoding.ts';
import { type GzipLimits, openBytes, peek, withLineFeeds } from './open-bytes.ts';
import { recordsOf } from './records.ts';

const SAMPLE = 256 * 1024;
/** Enough where a spec says what the columns are. */
const SMALL_SAMPLE = 64 * 1024;

/** A CSV file that was looked at and is ready to be cut into chunks. */
export interface CsvSource {
  readonly found: EncodingFound;
  readonly lineEnds: 'LF' | 'CRLF' | 'CR';
  readonly dialect: Dialect;
  /** Cells of the sample and of some places further on. */
  readonly rows: readonly (readonly string[])[];
  /** The first part of `blocks`. */
  readonly head: Uint8Array;
  readonly blocks: AsyncIterable<Uint8Array>;
}

const lineEndsOf = (text: string): CsvSource['lineEnds'] =>
  text.includes('\r\n') ? 'CRLF' : text.includes('\n') || !text.includes('\r') ? 'LF' : 'CR';

const decoded = (bytes: Buffer, encoding: Encoding): string => new TextDecoder(encoding).decode(bytes);

/** Whole lines of a sample, with LF; the last, cut one goes unless the sample is the file. */
const sampleText = (
  bytes: Buffer,
  encoding: Encoding,
  complete: boolean,
): { text: string; lineEnds: CsvSource['lineEnds'] } => {
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

/** Opens a CSV file, gzipped or not, and finds out how it is written. Throws RejectedError. */
export const openCsv = async (options: {
  path: string;
  name: string;
  gzip: boolean;
  wanted: readonly string[];
  limits?: GzipLimits | undefined;
  signal?: AbortSignal | undefined;
}): Promise<CsvSource> => {
  const { path, name, wanted } = options;
  const bytes = await peek(openBytes(options), SAMPLE);
  if (options.gzip) {
    refuseNested(bytes.head, name);
  }
  containerOf(bytes.head, name);
  const found = encodingOf(bytes.head, name);
  const { head, complete, all } = await peek(asUtf8(bytes.all, found), SAMPLE);
  const look = (bytes: number) => {
    const whole = complete && bytes >= head.length;
    const { text, lineEnds } = sampleText(head.subarray(0, bytes), found.encoding, whole);
    return { lineEnds, dialect: dialectOf(text, { name, wanted, complete: whole }) };
  };
  const small = wanted.length > 0 ? look(SMALL_SAMPLE) : undefined;
  const { lineEnds, dialect } = small?.dialect.decimalSeen === true ? small : look(SAMPLE);
  const further = options.gzip ? [] : await furtherRows(path, found.encoding, dialect);
  return {
    found,
    lineEnds,
    dialect,
    rows: [...dialect.records.map((record) => record.cells), ...further],
    head,
    blocks: lineEnds === 'CR' ? withLineFeeds(all) : all,
  };
};
