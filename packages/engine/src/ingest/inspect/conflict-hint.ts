import type { Spec } from '@wattline/spec';
import { columnsOf, type SampleTable, timeColumns } from './columns.ts';

/** Columns in which rows of the sample differ that share their time and entity: what may distinguish them. */
export const conflictHint = (table: SampleTable, spec: Spec): string => {
  const known = new Set([...timeColumns(spec), ...(spec.entity?.split(' + ') ?? [])]);
  const key = table.header.flatMap((name, index) => (known.has(name) ? [index] : []));
  const groups = Map.groupBy(table.rows, (row) => key.map((index) => row[index] ?? '').join('\u001f'));
  const repeated = [...groups.values()].filter((rows) => rows.length > 1).slice(0, 500);
  const [example] = repeated;
  const candidates = columnsOf(table).filter(
    ({ name, index, kind, cells, distinct }) =>
      !known.has(name) &&
      (kind !== 'numeric' || (cells.every((cell) => /^\d+$/.test(cell)) && distinct <= cells.length / 2)) &&
      repeated.some((rows) => new Set(rows.map((row) => row[index] ?? '')).size > 1),
  );
  const time = example === undefined ? '' : ` (${key.map((index) => example[0]?.[index] ?? '').join(' ')})`;
  const columns =
    candidates.length === 0
      ? ''
      : `Columns in which such rows differ${time}: ${candidates
          .slice(0, 6)
          .map(({ name }) => `'${name}'`)
          .join(', ')}. `;
  return `${columns}Hours that occur twice as clocks go back need time.zone`;
};
