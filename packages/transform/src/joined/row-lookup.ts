import { RejectedError } from '@wattline/errors';
import {
  availableAfterMs,
  durationMs,
  familiesMadeOf,
  fillingsIn,
  joinedColumns,
  maxLookback,
  reachOf,
  usedFamilies,
  type Value,
} from '@wattline/features';
import type { AwaitedIntervals, EntityHistory } from '../history/entity-history.ts';
import type { HistoryKit } from '../history/kit.ts';
import { openAfter } from '../history/open-after.ts';
import type { RowColumn } from '../rows/columns.ts';

/** A column of rows, of one entity. */
export interface EntityColumn {
  /** The first row that is held. */
  readonly firstRow: number;
  /** The first row from which on all is held; minus infinity where there is none before it. */
  readonly heldFrom: number;
  /** The first row that is not known yet. */
  readonly openFrom: number;
  readonly awaited: AwaitedIntervals | undefined;
  /** The last row of these, both within; undefined where there is none. */
  readonly lastRow: (from: number, until: number) => number | undefined;
  /** NaN where there is none. */
  readonly valueAt: (row: number) => number;
}

/** A column of a version's rows, for datasets that join it. */
export interface RowLookup {
  /** How long before a row readings may be that it is made of, ms. */
  readonly reachMs: number;
  /** The row whose interval an instant (ms) is in. */
  readonly indexOf: (at: number) => number;
  readonly startOf: (row: number) => number;
  /** From when on a row is available, ms. */
  readonly availableAt: (row: number) => number;
  /** How long that is after its interval's end, ms. */
  readonly availableAfter: number;
  readonly of: (history: EntityHistory) => EntityColumn;
}

/** The last value of columns that is there, of rows that are over; null where there is none. */
export const lastValues = (history: EntityHistory, columns: readonly RowLookup[]): Value[] =>
  columns.map(({ of }) => {
    const { openFrom, firstRow, lastRow, valueAt } = of(history);
    if (!Number.isFinite(openFrom)) return null;
    let row = lastRow(firstRow, openFrom - 1);
    while (row !== undefined) {
      const value = valueAt(row);
      if (!Number.isNaN(value)) return value;
      row = lastRow(firstRow, row - 1);
    }
    return null;
  });

/** Rows of which a dataset that is joined keeps the values, so that they are made once. */
const MOST_ROWS = 20_000;

interface MadeRows {
  readonly revision: number;
  readonly values: Map<number, readonly Value[]>;
}

const notServed = (dataset: string, message: string, remedy: string): RejectedError =>
  new RejectedError('JOIN_NOT_SERVED', message, { place: { value: dataset }, remedy });

const since = (index: number, more: number): number => (Number.isFinite(index) ? index + more : index);

/** Later by so many rows: what looks back over them is not complete either. */
const longer = (awaited: AwaitedIntervals | undefined, rows: number): AwaitedIntervals | undefined =>
  awaited && { ...awaited, until: awaited.until + rows };

/**
 * Looks up columns of a version's rows, as they are sealed.
 *
 * @param make the row of an interval
 */
export const createRowLookups = (
  kit: HistoryKit,
  columns: readonly RowColumn[],
  {
    dataset,
    make,
  }: {
    readonly dataset: string;
    readonly make: (history: EntityHistory, index: number) => { readonly values: readonly Value[] };
  },
): ((name: string) => RowLookup) => {
  const { spec, calendar } = kit;
  const isObserved = spec.grid === 'observed';
  const availableAfter = availableAfterMs(spec);
  const places = new Map(columns.map(({ name }, place) => [name, place]));
  const own = usedFamilies(spec).flatMap((family) =>
    family.columns.map((column) => ({
      column,
      grain: family.grain,
      isKept: family.grain === 'series' && family.rows === 'kept' && isObserved,
    })),
  );
  const fillings = new Map(fillingsIn(spec).map((filling) => [filling.name, filling]));
  const aggregated = new Set(
    familiesMadeOf('readings', spec).flatMap((family) => family.columns.map(({ name }) => name)),
  );
  const joined = new Set(joinedColumns(spec.joins).map(({ source }) => source));
  const dropped = (): number => {
    if (spec.warmup !== 'drop') return 0;
    const bounded = usedFamilies(spec).flatMap(({ lookback }) =>
      lookback === 'unbounded' ? [] : [lookback],
    );
    return Math.ceil(Math.max(0, ...bounded) / durationMs(spec.interval));
  };
  const made = new WeakMap<EntityHistory, MadeRows>();
  const rowsOf = (history: EntityHistory): Map<number, readonly Value[]> => {
    const before = made.get(history);
    const revision = history.revision();
    if (before !== undefined && before.revision === revision && before.values.size < MOST_ROWS)
      return before.values;
    const values = new Map<number, readonly Value[]>();
    made.set(history, { revision, values });
    return values;
  };
  return (name) => {
    const found = own.find(({ column }) => column.name === name);
    const place = places.get(name);
    if (found === undefined || place === undefined)
      throw notServed(
        dataset,
        `${dataset} has no column ${name} that can be made from readings`,
        'Replay a run of the dataset that joins it',
      );
    if (found.column.sources.some((source) => joined.has(source)))
      throw notServed(
        dataset,
        `${name} of ${dataset} is made of a third dataset: joins of joins are not served`,
        'Join the third dataset itself',
      );
    const warmup = dropped();
    if (warmup > 0 && isObserved)
      throw notServed(
        dataset,
        `Rows of ${dataset} are sealed without the first of each entity (warmup: drop, grid: observed): which those are its readings do not say`,
        'Set warmup: keep, or grid: complete, in its wattline.yaml',
      );
    const filling = fillings.get(name);
    const isLabel = columns[place]?.role === 'target';
    const isAsAggregated = aggregated.has(name) && filling === undefined;
    const lookback = ((): number => {
      if (found.grain === 'calendar' || isAsAggregated) return 0;
      if (found.grain === 'readings') return isLabel || filling === undefined ? 0 : reachOf(filling);
      return found.isKept ? Number.POSITIVE_INFINITY : maxLookback(spec);
    })();
    const { sources } = found.column;
    return {
      reachMs: (lookback + warmup + 2) * durationMs(spec.interval),
      indexOf: calendar.indexOf,
      startOf: calendar.startOf,
      availableAt: (row) => calendar.startOf(row + 1) + availableAfter,
      availableAfter,
      of: (history) => {
        history.settle();
        const { series } = history;
        const base = history.base();
        const first = series.first + base + warmup;
        const held = sources.reduce(
          (most, source) => Math.max(most, history.heldFromOf(source)),
          history.heldFrom(),
        );
        const newest = history.newest();
        const over = sources.reduce(
          (least, source) => Math.min(least, history.openFromOf(source)),
          history.openFrom(),
        );
        // Whether a row follows shows in a later reading: without one, it may be one without a value, or none.
        const reached =
          newest === undefined
            ? Number.NEGATIVE_INFINITY
            : Math.max(openAfter(kit, newest), calendar.indexOf(newest) + 1);
        const cells = isAsAggregated ? series.columns[name] : undefined;
        const hasRow = (row: number): boolean => !isObserved || (series.readings[row - base] ?? 0) > 0;
        /** Before the first row that is held there may be a later one than the last that is not. */
        const heldFrom = (): number => {
          let row = since(held, lookback + warmup);
          if (!Number.isFinite(row)) return row;
          while (row < over && !hasRow(row)) row += 1;
          return row < over ? row : Number.POSITIVE_INFINITY;
        };
        return {
          firstRow: first,
          heldFrom: heldFrom(),
          openFrom: Math.min(over, isObserved && newest !== undefined ? over : reached),
          awaited: longer(history.awaited(), lookback),
          lastRow: (from, until) => {
            const least = Math.max(from, first);
            for (let row = until; row >= least; row -= 1) if (hasRow(row)) return row;
            return undefined;
          },
          valueAt: (row) => {
            if (cells !== undefined) return cells[row - base] ?? Number.NaN;
            const rows = rowsOf(history);
            const values = rows.get(row) ?? make(history, row).values;
            rows.set(row, values);
            return values[place] ?? Number.NaN;
          },
        };
      },
    };
  };
};
