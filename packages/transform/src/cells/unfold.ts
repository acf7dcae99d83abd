import { durationMs } from '@wattline/features';
import type { Spec } from '@wattline/spec';

type Row = Readonly<Record<string, unknown>>;

/** The column that counts the readings of a row, from 1. */
const PERIOD = 'period_of_row';
const DAY = 86_400_000;
const HOUR = 3_600_000;

/** A row of which the readings are side by side, as a row for each; none where it lacks some of its columns. */
export interface Unfolded {
  /** As the rows are read. */
  readonly spec: Spec;
  readonly rows: (row: Row) => readonly Row[] | undefined;
  /** The column that gets the names of series, where rows have several. */
  readonly series: string | undefined;
}

const isEmpty = (cell: unknown): boolean =>
  cell === null || cell === undefined || (typeof cell === 'string' && cell.trim() === '');

/** Names of the columns from one to another, in the order in which the row has them. */
const between = (row: Row, [first, last]: readonly [string, string]): readonly string[] | undefined => {
  const names = Object.keys(row);
  const [from, to] = [names.indexOf(first), names.indexOf(last)];
  return from < 0 || to < from ? undefined : names.slice(from, to + 1);
};

/**
 * Of a spec whose files have a row for each day, or for each time with several series beside it; undefined where each
 * reading is a row. A row has all columns from the first to the last, as its file does, empty where there is no reading:
 * which one is left out would not show.
 */
export const unfoldedRows = (spec: Spec): Unfolded | undefined => {
  const { wide, series } = spec.layout ?? {};
  if (wide !== undefined) {
    const every = durationMs(wide.every);
    const isWhole = (columns: readonly string[]): boolean =>
      columns.length * every >= DAY && columns.length * every <= DAY + HOUR;
    return {
      spec: {
        ...spec,
        time: { ...spec.time, column: [...[spec.time.column].flat(), PERIOD], periods: wide.every },
      },
      series: undefined,
      rows: (row) => {
        const columns = between(row, wide.columns);
        if (columns === undefined || !isWhole(columns)) return undefined;
        const kept = Object.fromEntries(Object.entries(row).filter(([name]) => !columns.includes(name)));
        return columns.flatMap((name, place) =>
          isEmpty(row[name]) ? [] : [{ ...kept, [PERIOD]: place + 1, [wide.value]: row[name] }],
        );
      },
    };
  }
  if (series !== undefined) {
    const { entity = 'entity' } = spec;
    return {
      spec,
      series: entity,
      rows: (row) => {
        const columns = between(row, series.columns);
        if (columns === undefined) return undefined;
        const kept = Object.fromEntries(Object.entries(row).filter(([name]) => !columns.includes(name)));
        return columns.flatMap((name) =>
          isEmpty(row[name]) ? [] : [{ ...kept, [entity]: name, [series.value]: row[name] }],
        );
      },
    };
  }
  return undefined;
};
