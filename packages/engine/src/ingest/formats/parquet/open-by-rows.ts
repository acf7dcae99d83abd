import { open } from 'node:fs/promises';
import type { Spec } from '@wattline/spec';
import { parquetRead, type SchemaElement } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { RejectedError } from '../../../errors.ts';
import type { Input } from '../../input.ts';
import { timeColumns } from '../../inspect/columns.ts';
import type { Source } from '../../source.ts';
import type { OpenOptions } from '../format.ts';
import { openTranscoded } from '../transcoded/open-transcoded.ts';
import type { Cell } from '../transcoded/write-table.ts';
import { bytesOf, type Footer, unreadableParquet } from './footer.ts';
import { binaryColumns } from './odd-types.ts';

/** Whether times of a column are instants; others are what some clock showed. */
const areInstants = ({ logical_type: logical, converted_type: converted }: SchemaElement): boolean =>
  logical?.type === 'TIMESTAMP' ? logical.isAdjustedToUTC : /^TIMESTAMP/.test(converted ?? '');

const cellOf = (value: unknown, element: SchemaElement | undefined): Cell => {
  if (value instanceof Date) {
    const isValid = !Number.isNaN(value.getTime());
    return isValid && element !== undefined && areInstants(element) ? value.toISOString() : value;
  }
  if (typeof value === 'bigint') return String(value);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
};

/** Control characters other than line ends and tabs, and the replacement character of bytes that are not UTF-8. */
const noText = /(?![\t\r\n])\p{Cc}|\u{fffd}/u;
const FIRST_ROWS = 200;

/** Of columns of bytes, those of which the first rows are text. Throws RejectedError. */
export const textColumns = async (path: string, name: string, { metadata }: Footer): Promise<string[]> => {
  const columns = binaryColumns(metadata).filter((column) =>
    metadata.schema.some((one) => one.name === column),
  );
  if (columns.length === 0) return [];
  const handle = await open(path);
  try {
    const file = await bytesOf(handle);
    let rows: Record<string, unknown>[] = [];
    const onComplete = (read: Record<string, unknown>[]): void => {
      rows = read;
    };
    const rowEnd = Math.min(FIRST_ROWS, Number(metadata.num_rows));
    await parquetRead({ file, metadata, compressors, columns, rowEnd, rowFormat: 'object', onComplete });
    return columns.filter((column) => {
      const texts = rows.map((row) => row[column]).filter((cell) => cell !== null && cell !== undefined);
      return texts.length > 0 && texts.every((cell) => typeof cell === 'string' && !noText.test(cell));
    });
  } catch (cause) {
    throw unreadableParquet(name, cause);
  } finally {
    await handle.close();
  }
};

/** Rows below a header, a row group at a time. Throws RejectedError. */
async function* rowsOf(
  path: string,
  name: string,
  { metadata, columns }: Footer,
  unread: ReadonlySet<string>,
): AsyncGenerator<readonly Cell[]> {
  const elements = columns.map((column) =>
    metadata.schema.slice(1).find((element) => element.name === column),
  );
  yield columns;
  const handle = await open(path);
  try {
    const file = await bytesOf(handle);
    let rowStart = 0;
    for (const { num_rows: count } of metadata.row_groups) {
      const rowEnd = rowStart + Number(count);
      let rows: unknown[][] = [];
      const onComplete = (read: unknown[][]): void => {
        rows = read;
      };
      try {
        await parquetRead({ file, metadata, compressors, rowStart, rowEnd, onComplete, geoparquet: false });
      } catch (cause) {
        throw unreadableParquet(name, cause);
      }
      for (const row of rows) {
        yield row.map((value, index) =>
          unread.has(columns[index] ?? '') ? null : cellOf(value, elements[index]),
        );
      }
      rowStart = rowEnd;
    }
  } finally {
    await handle.close();
  }
}

/** Columns that hold no single text, number or time, with their types. */
const unfitIn = ({ columns, metadata }: Footer, texts: readonly string[]): ReadonlyMap<string, string> => {
  const bytes = new Set(binaryColumns(metadata).filter((column) => !texts.includes(column)));
  const nested = new Set(metadata.schema.flatMap(({ name, type }) => (type === undefined ? [name] : [])));
  const typeOf = (column: string): string | undefined =>
    bytes.has(column) ? 'Binary' : nested.has(column) ? 'List or Struct' : undefined;
  return new Map(
    columns.flatMap((column) => {
      const type = typeOf(column);
      return type === undefined ? [] : [[column, type] as const];
    }),
  );
};

const refuseWanted = (unfit: ReadonlyMap<string, string>, name: string, spec: Spec | undefined): void => {
  if (spec === undefined) return;
  const wanted = [
    ...timeColumns(spec),
    spec.entity ?? '',
    ...Object.keys(spec.values),
    ...Object.keys(spec.categories),
  ];
  const column = wanted.find((one) => unfit.has(one));
  if (column === undefined) return;
  throw new RejectedError(
    'COLUMN_TYPE_UNFIT',
    `column '${column}' of ${name} has type ${unfit.get(column)}, which cannot be read`,
    {
      place: { file: name, column },
      remedy: 'write it as numbers, text or timestamps, or take it out of the spec',
    },
  );
};

/** A Parquet file of types that the native reader cannot take, its rows numbered from 1. Throws RejectedError. */
export const openByRows = (
  path: string,
  footer: Footer,
  texts: readonly string[],
  input: Input,
  options: OpenOptions,
): Promise<Source> => {
  const unfit = unfitIn(footer, texts);
  refuseWanted(unfit, input.name, options.spec);
  return openTranscoded(input, options, {
    rows: rowsOf(path, input.name, footer, new Set(unfit.keys())),
    warnings: [...unfit].map(
      ([column, type]) => `column '${column}' has type ${type}, which cannot be read: it is left out`,
    ),
    firstLine: 1,
  });
};
