import { RejectedError } from '../../errors.ts';
import { formatNames } from './names.ts';
import { ascii, hasBytes } from './signature.ts';

/** First bytes of what people rename to `.csv`. */
const foreignSignatures: readonly (readonly [name: string, bytes: readonly number[], at?: number])[] = [
  ['an office document that is no Excel workbook', [0x50, 0x4b, 0x03, 0x04]],
  ['an empty zip archive', [0x50, 0x4b, 0x05, 0x06]],
  ['an old Excel or Office document', [0xd0, 0xcf, 0x11, 0xe0]],
  ['a PDF document', ascii('%PDF-')],
  ['a bzip2 archive', ascii('BZh')],
  ['an xz archive', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['a 7z archive', [0x37, 0x7a, 0xbc, 0xaf]],
  ['a RAR archive', ascii('Rar!')],
  ['a tar archive', ascii('ustar'), 257],
  ['a Feather file of version 1', ascii('FEA1')],
  ['an HDF5 file', [0x89, 0x48, 0x44, 0x46]],
  ['an Avro file', ascii('Obj\u0001')],
  ['a NetCDF file', ascii('CDF')],
  ['a SQLite database', ascii('SQLite format 3')],
  ['a PNG image', [0x89, 0x50, 0x4e, 0x47]],
  ['a JPEG image', [0xff, 0xd8, 0xff]],
  ['a GIF image', ascii('GIF8')],
  ['an ELF program', [0x7f, 0x45, 0x4c, 0x46]],
];

/** Throws RejectedError for a file that is something else than a table. */
export const refuseForeign = (head: Uint8Array, name: string): void => {
  const known = foreignSignatures.find(([, bytes, at]) => hasBytes(head, bytes, at));
  const isMarkup = /^\s*(?:<!doctype html|<html|<\?xml)/i.test(
    Buffer.from(head.subarray(0, 64)).toString('latin1'),
  );
  const what = known?.[0] ?? (isMarkup ? 'an HTML or XML page' : undefined);
  if (what !== undefined) {
    throw new RejectedError('FILE_NOT_TABULAR', `${name} is ${what}; it must be ${formatNames}`, {
      place: { file: name },
      remedy: 'export the data as CSV or Parquet and upload that',
    });
  }
};
