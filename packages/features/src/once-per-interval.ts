import type { CalendarContext } from './context.ts';
import type { ColumnDraft, Value } from './definition.ts';
import { quoted, type Transformation } from './frame.ts';
import { INTERVAL_INDEX } from './internal-columns.ts';
import type { Interval } from './online.ts';

/** Columns of a calendar as TypeScript makes them, once for each interval: of what SQL has no form with the same bits. */
export const oncePerInterval = (
  columns: readonly ColumnDraft[],
  of: (interval: Interval) => readonly Value[],
  { intervals }: Pick<CalendarContext, 'intervals'>,
): Transformation => {
  const rows = intervals();
  const tables = columns.map(({ name, dtype }) => ({ name, dtype, values: new Float64Array(rows.length) }));
  for (const [row, interval] of rows.entries()) {
    const found = of(interval);
    for (const [place, { values }] of tables.entries()) values[row] = found[place] ?? Number.NaN;
  }
  const index = quoted(INTERVAL_INDEX);
  return (frame) => frame.withLookups(tables.map((table) => ({ ...table, index })));
};
