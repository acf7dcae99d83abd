import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { RejectedError } from '../../../errors.ts';
import { fileBlocks, headOf } from '../../blocks.ts';
import type { Input } from '../../input.ts';
import type { Source } from '../../source.ts';
import { openCsv } from '../csv/csv.ts';
import type { OpenOptions } from '../format.ts';
import { watchNumbers, withoutPoint } from './typed-numbers.ts';
import { type Cell, rewriteTable, writeTable } from './write-table.ts';

/** Rows of a file that is no text, as a text file has them. */
export interface Transcoded {
  /** With the header, unless the file has what is above it as well. */
  readonly rows: AsyncIterable<readonly Cell[]> | Iterable<readonly Cell[]>;
  readonly warnings?: readonly string[];
  /** The number that the first row below the header has in the file; by default its line as text. */
  readonly firstLine?: number;
}

/**
 * Writes the rows down as text and opens that as CSV: header, time format, numbers and roles are then found out as
 * for any CSV file, and large files stream. Throws RejectedError.
 */
export const openTranscoded = async (
  input: Input,
  options: OpenOptions,
  { rows, warnings = [], firstLine }: Transcoded,
): Promise<Source> => {
  const path = join(input.scratch, 'transcoded.csv');
  const watched = watchNumbers(rows);
  await writeTable(path, watched.rows);
  const grouped = watched.grouped();
  if (grouped.size > 0) await rewriteTable(path, grouped, withoutPoint);
  const { size: bytes } = await stat(path);
  if (bytes === 0) {
    throw new RejectedError('NO_ROWS', `${input.name} has no readings`, {
      place: { file: input.name },
      remedy: 'upload a file with at least one reading',
    });
  }
  const blocks = (from?: number): AsyncIterable<Uint8Array> => fileBlocks(path, input.signal, from);
  const source = await openCsv(
    {
      ...input,
      path,
      bytes,
      packing: undefined,
      // It is this process's own: the others would have to write it too.
      content: undefined,
      decoded: undefined,
      head: (await headOf(blocks(), 4096)).head,
      blocks,
      unpackedPath: () => Promise.resolve(path),
    },
    options,
  );
  const { content } = source;
  return {
    ...source,
    table: { ...source.table, typed: watched.typed() },
    found: {},
    warnings: [...warnings, ...source.warnings],
    content:
      firstLine === undefined || content.kind !== 'text'
        ? content
        : { ...content, firstLine: () => firstLine },
  };
};
