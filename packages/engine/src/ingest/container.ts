import { RejectedError } from '../errors.ts';

export type Container = 'csv' | 'csv.gz' | 'parquet';

const ascii = (text: string): number[] => [...Buffer.from(text, 'latin1')];

/** First bytes of what people rename to `.csv`. */
const strangers: readonly (readonly [name: string, bytes: readonly number[], at?: number])[] = [
  ['a zip archive or an Excel workbook', [0x50, 0x4b, 0x03, 0x04]],
  ['an empty zip archive', [0x50, 0x4b, 0x05, 0x06]],
  ['an old Excel or Office document', [0xd0, 0xcf, 0x11, 0xe0]],
  ['a PDF document', ascii('%PDF-')],
  ['a bzip2 archive', ascii('BZh')],
  ['an xz archive', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['a 7z archive', [0x37, 0x7a, 0xbc, 0xaf]],
  ['a zstd archive', [0x28, 0xb5, 0x2f, 0xfd]],
  ['a RAR archive', ascii('Rar!')],
  ['a tar archive', ascii('ustar'), 257],
  ['an Arrow file', ascii('ARROW1')],
  ['an HDF5 file', [0x89, 0x48, 0x44, 0x46]],
  ['an Avro file', ascii('Obj\u0001')],
  ['a NetCDF file', ascii('CDF')],
  ['a SQLite database', ascii('SQLite format 3')],
  ['a PNG image', [0x89, 0x50, 0x4e, 0x47]],
  ['a JPEG image', [0xff, 0xd8, 0xff]],
  ['a GIF image', ascii('GIF8')],
  ['an ELF program', [0x7f, 0x45, 0x4c, 0x46]],
];

const startsWith = (head: Uint8Array, bytes: readonly number[], at = 0): boolean =>
  head.length >= at + bytes.length && bytes.every((byte, index) => head[at + index] === byte);

const isGzip = (head: Uint8Array): boolean => startsWith(head, [0x1f, 0x8b]);
const isParquet = (head: Uint8Array): boolean => startsWith(head, ascii('PAR1'));

const refuse = (what: string, name: string): never => {
  throw new RejectedError('FILE_NOT_TABULAR', `${name} is ${what}, not CSV, gzipped CSV or Parquet`, {
    place: { file: name },
    remedy: 'export the data as CSV or Parquet and upload that',
  });
};

/** What the first bytes say a file is. Throws RejectedError for what no reader of ours takes. */
export const containerOf = (head: Uint8Array, name: string): Container => {
  if (head.length === 0) {
    throw new RejectedError('FILE_EMPTY', `${name} is empty`, {
      place: { file: name },
      remedy: 'upload a file with a header line and at least one reading',
    });
  }
  if (isGzip(head)) {
    return 'csv.gz';
  }
  if (isParquet(head)) {
    return 'parquet';
  }
  refuseStrangers(head, name);
  return 'csv';
};

/** For what stands in the file itself, and again for what stands in a gzip archive. */
const refuseStrangers = (head: Uint8Array, name: string): void => {
  for (const [what, bytes, at] of strangers) {
    if (startsWith(head, bytes, at)) {
      refuse(what, name);
    }
  }
  if (/^\s*(?:<!doctype html|<html|<\?xml)/i.test(Buffer.from(head.subarray(0, 64)).toString('latin1'))) {
    refuse('an HTML or XML page', name);
  }
};

/** Gzip in gzip, or Parquet in gzip: real, and not worth a path of its own. */
export const refuseNested = (head: Uint8Array, name: string): void => {
  if (isGzip(head)) {
    refuse('gzip within gzip', name);
  }
  if (isParquet(head)) {
    refuse('Parquet within gzip', name);
  }
  refuseStrangers(head, name);
};
