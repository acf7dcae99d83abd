import {
  familiesMadeOf,
  maxLookback,
  ownRow,
  type RowsBack,
  type Series,
  type Value,
} from '@wattline/features';
import type { AwaitedIntervals, EntityHistory } from '../history/entity-history.ts';
import type { HistoryKit } from '../history/kit.ts';
import type { RowColumn } from './columns.ts';

/**
 * How much of what a column is made of is held. `complete`: all of it; its value is that of the sealed set. `partial`:
 * some of it lies before what is held, or is not known yet. `missing`: nothing of it.
 */
export type ColumnHistory = 'complete' | 'partial' | 'missing';

/** Feature values of one interval, in the order of the columns. */
export interface FeatureValues {
  readonly values: readonly Value[];
  /** Undefined where every column's is complete. */
  readonly history?: readonly ColumnHistory[];
}

interface SeriesMaker {
  readonly isKept: boolean;
  readonly places: readonly number[];
  /** The columns of readings that each is made of. */
  readonly sources: readonly (readonly string[])[];
  readonly of: (series: Series, row: number) => readonly Value[];
  readonly rowsBack: (series: Series, row: number) => readonly RowsBack[];
}

/** What of some rows is known: those from `from` on, before `until`. */
interface Known {
  readonly from: number;
  readonly until: number;
  /** Of these, readings may be on their way. */
  readonly awaited: AwaitedIntervals | undefined;
}

interface Held {
  readonly history: ColumnHistory;
  /** Whether all of it is over; else it has no value: neither nothing, nor a part of it. */
  readonly isOver: boolean;
}

const complete: Held = { history: 'complete', isOver: true };
const notYet: Held = { history: 'missing', isOver: false };

const heldOf = (row: number, { from, until }: RowsBack, known: Known): Held => {
  const [first, last] = [row - from, row - until];
  const { awaited } = known;
  const isAwaited = awaited !== undefined && first < awaited.until && last >= awaited.from;
  if (first >= known.from && last < known.until && !isAwaited) return complete;
  const isMissing =
    last < known.from ||
    first >= known.until ||
    (awaited !== undefined && first >= awaited.nothing.from && last < awaited.nothing.until);
  return { history: isMissing ? 'missing' : 'partial', isOver: last < known.until };
};

const asRows = ({ from, until, nothing }: AwaitedIntervals, base: number): AwaitedIntervals => ({
  from: from - base,
  until: until - base,
  nothing: { from: nothing.from - base, until: nothing.until - base },
});

/** How many rows an awaited stretch has nobody knows: rows that are counted back into it, or over it, are others. */
const asCountedRows = (until: number): AwaitedIntervals => {
  const all = { from: Number.NEGATIVE_INFINITY, until };
  return { ...all, nothing: all };
};

/** Calendar rows are alike for all entities; so many are kept. */
const MOST_CALENDAR_ROWS = 20_000;

/** Makes the feature values of an interval from a history that is settled. */
export const createRowMaker = (
  kit: HistoryKit,
  columns: readonly RowColumn[],
): ((history: EntityHistory, index: number) => FeatureValues) => {
  const { spec, calendar } = kit;
  const places = new Map(columns.map(({ name }, place) => [name, place]));
  const placesOf = (names: readonly { readonly name: string }[]): number[] =>
    names.map(({ name }) => places.get(name) ?? -1);
  const calendars = familiesMadeOf('calendar', spec).map((family) => ({
    places: placesOf(family.columns),
    of: family.online(),
  }));
  const series = familiesMadeOf('series', spec).map(
    (family): SeriesMaker => ({
      isKept: family.rows === 'kept' && spec.grid === 'observed',
      places: placesOf(family.columns),
      sources: family.columns.map(({ sources }) => sources),
      of: family.online(),
      rowsBack: family.rowsBack(),
    }),
  );
  const aggregates = familiesMadeOf('readings', spec).flatMap((family) =>
    family.columns.map(({ name, sources }) => ({ name, sources, place: places.get(name) ?? -1 })),
  );
  const registers = kit.registers.map(({ source }) => kit.valueNames[source] ?? '');
  /** The first interval that is not over for numbers that are made of some columns; of none: how many readings there are. */
  const openOf = (history: EntityHistory, sources: readonly string[]): number => {
    const of = sources.length > 0 || !kit.isFinerThanReadings ? sources : registers;
    return of.reduce((least, source) => Math.min(least, history.openFromOf(source)), history.openFrom());
  };
  const heldFromOf = (history: EntityHistory, sources: readonly string[]): number => {
    const of = sources.length > 0 || !kit.isFinerThanReadings ? sources : registers;
    return of.reduce((most, source) => Math.max(most, history.heldFromOf(source)), history.heldFrom());
  };
  const reach = maxLookback(spec);
  const countsRows = series.some(({ isKept }) => isKept);
  const known = new Map<number, readonly Value[]>();
  const calendarRow = (index: number): readonly Value[] => {
    const there = known.get(index);
    if (there !== undefined) return there;
    const [start, end] = [calendar.startOf(index), calendar.startOf(index + 1)];
    const interval = { start, end, local: calendar.localOf(index) };
    const row = new Array<Value>(columns.length).fill(null);
    for (const { places: own, of } of calendars)
      for (const [i, value] of of(interval).entries()) row[own[i] ?? -1] = value;
    if (known.size >= MOST_CALENDAR_ROWS) known.clear();
    known.set(index, row);
    return row;
  };
  const heldAt = (history: EntityHistory, index: number): Held[] => {
    const base = history.base();
    const gap = history.awaited();
    const awaited = gap && asRows(gap, base);
    const found = new Array<Held>(columns.length).fill(complete);
    for (const { place, sources } of aggregates)
      found[place] = heldOf(index - base, ownRow, {
        from: heldFromOf(history, sources) - base,
        until: openOf(history, sources) - base,
        awaited,
      });
    for (const { isKept, places: some, sources, rowsBack } of series) {
      const kept = isKept ? history.kept() : undefined;
      // How many rows there will be before it nobody knows.
      if (isKept && index > openOf(history, [])) {
        for (const place of some) found[place] = notYet;
        continue;
      }
      const row = kept?.rowOf(index) ?? index - base;
      const rows = rowsBack(kept?.series ?? history.series, row);
      for (const [i, one] of rows.entries()) {
        const open = Math.min(openOf(history, sources[i] ?? []), isKept ? openOf(history, []) : Infinity);
        const from = heldFromOf(history, sources[i] ?? []);
        found[some[i] ?? -1] = heldOf(
          row,
          one,
          kept === undefined
            ? { from: from - base, until: open - base, awaited }
            : {
                from: from === Number.NEGATIVE_INFINITY ? from : kept.rowOf(from),
                until: kept.rowOf(open),
                awaited: gap && index >= gap.from ? asCountedRows(kept.rowOf(gap.until)) : undefined,
              },
        );
      }
    }
    return found;
  };
  return (history, index) => {
    const base = history.base();
    const values = calendarRow(index).slice();
    const own = history.series;
    for (const { name, place } of aggregates) {
      const number = own.columns[name]?.[index - base] ?? Number.NaN;
      values[place] = Number.isNaN(number) || index - base < own.first ? null : number;
    }
    for (const { isKept, places: some, of } of series) {
      const kept = isKept ? history.kept() : undefined;
      const found = of(kept?.series ?? own, kept?.rowOf(index) ?? index - base);
      for (let i = 0; i < found.length; i += 1) values[some[i] ?? -1] = found[i] ?? null;
    }
    const from = heldFromOf(history, registers);
    const isHeld = from === Number.NEGATIVE_INFINITY || (!countsRows && index - reach >= from);
    const gap = history.awaited();
    const isAwaited = gap !== undefined && index >= gap.from && (countsRows || index - reach < gap.until);
    const isComplete = isHeld && !isAwaited && index < openOf(history, registers);
    if (isComplete) return { values };
    const held = heldAt(history, index);
    for (const [place, one] of held.entries())
      if (one.history === 'missing' || !one.isOver) values[place] = null;
    return held.every((one) => one === complete)
      ? { values }
      : { values, history: held.map((one) => one.history) };
  };
};
