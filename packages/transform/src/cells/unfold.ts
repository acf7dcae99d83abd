import type { Written } from '@wattline/cells';
import { durationMs } from '@wattline/features';
import type { Spec } from '@wattline/spec';
import { createColumnsBetween } from './columns-between.ts';

type Row = Readonly<Record<string, unknown>>;

/** The column that counts the readings of a row, from 1. */
const PERIOD = 'period_of_row';
const DAY = 86_400_000;
const HOUR = 3_600_000;

/** Why a row of which the readings are side by side is not read. */
type UnfoldFault = 'ROW_TOO_SHORT' | 'COLUMNS_OPEN';

/** A row of which the readings are side by side, as a row for each. */
export interface Unfolded {
  /** As the rows are read. */
  readonly spec: Spec;
  readonly rows: (row: Row) => readonly Row[] | UnfoldFault;
  /** The column that gets the names of series, where rows have several. */
  readonly series: string | undefined;
}

const isEmpty = (cell: unknown): boolean =>
  cell === null || cell === undefined || (typeof cell === 'string' && cell.trim() === '');

/** The columns beside the readings that are looked at: each reading of a row has them again. */
const keptColumns = (spec: Spec, written: Written | undefined): readonly string[] => {
  const { time, entity, values, categories, layout } = spec;
  const { column, zones, issued, secondPass } = time;
  return [
    ...new Set([
      ...[column].flat(),
      ...(entity === undefined ? [] : [entity, ...entity.split(' + ')]),
      ...Object.keys(values),
      ...Object.keys(categories),
      ...(zones !== undefined && 'column' in zones ? [zones.column] : []),
      ...[issued, secondPass?.column, layout?.units].filter((name) => name !== undefined),
      ...(written?.notations ?? []).flatMap((one) => one.time.secondPass?.column ?? []),
    ]),
  ];
};

/**
 * Of a spec whose files have a row for each day, or for each time with several series beside it; undefined where each
 * reading is a row. A row has all columns from the first to the last, as its file does, empty where there is no reading:
 * which one is left out would not show.
 */
export const unfoldedRows = (spec: Spec, written: Written | undefined): Unfolded | undefined => {
  const { wide, series } = spec.layout ?? {};
  const unfold = (
    ends: readonly [string, string],
    cells: (row: Row, name: string, place: number) => Row,
    isWhole?: (columns: number) => boolean,
  ): Unfolded['rows'] => {
    const columnsOf = createColumnsBetween(ends, written, { isOrdered: isWhole !== undefined });
    const keeps = keptColumns(spec, written);
    return (row) => {
      const columns = columnsOf(row);
      if (columns === 'open') return 'COLUMNS_OPEN';
      if (columns === 'lacking' || isWhole?.(columns.length) === false) return 'ROW_TOO_SHORT';
      const inside = new Set(columns);
      const names = keeps.filter((name) => !inside.has(name) && Object.hasOwn(row, name));
      const kept = Object.fromEntries(names.map((name) => [name, row[name]]));
      return columns.flatMap((name, place) =>
        isEmpty(row[name]) ? [] : [{ ...kept, ...cells(row, name, place) }],
      );
    };
  };
  if (wide !== undefined) {
    const every = durationMs(wide.every);
    const isWhole = (columns: number): boolean => columns * every >= DAY && columns * every <= DAY + HOUR;
    return {
      spec: {
        ...spec,
        time: { ...spec.time, column: [...[spec.time.column].flat(), PERIOD], periods: wide.every },
      },
      series: undefined,
      rows: unfold(
        wide.columns,
        (row, name, place) => ({ [PERIOD]: place + 1, [wide.value]: row[name] }),
        isWhole,
      ),
    };
  }
  if (series !== undefined) {
    const { entity = 'entity' } = spec;
    return {
      spec,
      series: entity,
      rows: unfold(series.columns, (row, name) => ({ [entity]: name, [series.value]: row[name] })),
    };
  }
  return undefined;
};
