import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pl, { type Expr } from 'nodejs-polars';
import type { Column } from './column.ts';
import { countRows } from './count-rows.ts';
import { csvLine } from './csv-line.ts';
import type { OpenFeatureSet } from './open-feature-set.ts';
import type { RowFilter } from './row-files.ts';
import { predicateOf, scanRows } from './scan-rows.ts';

/** Rows in a scratch file at a time. */
const BATCH_ROWS = 100_000;

const NUMBER = '^[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?$';

/** A column of text; a cell that a spreadsheet would take for a formula is marked as text, as `csvLine` does it. */
export const marked = (name: string): Expr => {
  const column = pl.col(name);
  const quoted = column.str.replace('^([=+\\-@\\t\\r])', "'$1");
  return pl.when(column.str.contains(NUMBER)).then(column).otherwise(quoted).alias(name);
};

const csvColumn = ({ name, dtype }: Column): Expr => (dtype === 'String' ? marked(name) : pl.col(name));

/**
 * Rows as CSV, with a header, made while they are read. What is left off midway leaves nothing behind.
 *
 * @param scratch a folder for the current batch
 */
export async function* rowsCsv(
  set: OpenFeatureSet,
  wanted: {
    readonly columns: readonly Column[];
    readonly filter: RowFilter;
    readonly scratch: string;
    readonly batchRows?: number;
  },
): AsyncGenerator<Uint8Array> {
  const { columns, filter, scratch, batchRows = BATCH_ROWS } = wanted;
  const counted = await countRows(set, filter);
  yield Buffer.from(csvLine(columns.map(({ name }) => name)));
  await mkdir(scratch, { recursive: true });
  const path = join(scratch, `${randomUUID()}.csv`);
  try {
    for (const { file, rows } of counted) {
      for (let offset = 0; offset < rows; offset += batchRows) {
        await set.useFile(file, (source) =>
          scanRows(source, predicateOf(set.manifest, file, filter))
            .slice(offset, batchRows)
            .select(...columns.map(csvColumn))
            .sinkCSV(path, {
              includeHeader: false,
              lineTerminator: '\r\n',
              datetimeFormat: '%Y-%m-%dT%H:%M:%S%.3fZ',
            })
            .collect(),
        );
        for await (const chunk of createReadStream(path)) yield chunk;
      }
    }
  } finally {
    await rm(path, { force: true });
  }
}
