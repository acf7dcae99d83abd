import type { Cell } from '../transcoded/write-table.ts';
import { flatRecord } from './records.ts';

const MAX_COLUMNS = 10_000;

/** Columns of all records, in the order in which they first appear. */
export const columnNames = async (
  records: AsyncIterable<Record<string, unknown>> | Iterable<Record<string, unknown>>,
): Promise<string[]> => {
  const names = new Set<string>();
  for await (const record of records) {
    for (const name of flatRecord(record).keys()) names.add(name);
    if (names.size > MAX_COLUMNS) break;
  }
  return [...names];
};

/**
 * A header, then a row a record. A key that a record lacks leaves an empty cell; numbers, which are no text in JSON, are
 * written as those in texts are.
 */
export async function* tableRows(
  names: readonly string[],
  records: AsyncIterable<Record<string, unknown>> | Iterable<Record<string, unknown>>,
  decimal: string,
): AsyncGenerator<readonly Cell[]> {
  yield names;
  for await (const record of records) {
    const cells = flatRecord(record);
    yield names.map((name) => {
      const cell = cells.get(name);
      return typeof cell === 'number' && decimal !== '.' ? String(cell).replace('.', decimal) : cell;
    });
  }
}
