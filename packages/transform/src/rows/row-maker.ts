import {
  familiesMadeOf,
  fillingsIn,
  joinedColumns,
  maxLookback,
  measured,
  ownRow,
  type RowsBack,
  reachOf,
  type Series,
  type Value,
} from '@wattline/features';
import type { AwaitedIntervals, EntityHistory } from '../history/entity-history.ts';
import type { KeptSeries } from '../history/kept-series.ts';
import type { HistoryKit } from '../history/kit.ts';
import type { KnownIntervals } from '../joined/as-of.ts';
import type { JoinedEntities, JoinedSeriesMaker } from '../joined/joined-series.ts';
import type { RowColumn } from './columns.ts';
import { filledSeries } from './filled-series.ts';

/**
 * How much of what a column is made of is held. `complete`: all of it; its value is that of the sealed set. `partial`:
 * some of it lies before what is held, or is not known yet. `missing`: nothing of it.
 */
export type ColumnHistory = 'complete' | 'partial' | 'missing';

/** Feature values of one interval, in the order of the columns. */
interface FeatureValues {
  readonly values: readonly Value[];
  /** Undefined where every column's is complete. */
  readonly history?: readonly ColumnHistory[];
}

/** What a column is made of. */
interface MadeOf {
  /** Columns of readings; undefined where it is made of other datasets' alone. */
  readonly own: readonly string[] | undefined;
  /** Sources of joined columns. */
  readonly joined: readonly string[];
}

interface SeriesMaker {
  readonly isKept: boolean;
  readonly places: readonly number[];
  readonly madeOf: readonly MadeOf[];
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

const noSources: readonly string[] = [];
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

const inOrder = ['complete', 'partial', 'missing'] as const;

/** Of two things that a column is made of. */
const both = (a: Held, b: Held): Held => ({
  history: inOrder[Math.max(inOrder.indexOf(a.history), inOrder.indexOf(b.history))] ?? 'missing',
  isOver: a.isOver && b.isOver,
});

const inRows = ({ from, until, awaited }: KnownIntervals, base: number): Known => ({
  from: from - base,
  until: until - base,
  awaited: awaited && asRows(awaited, base),
});

/** The same of rows that are kept, up to that of an interval. */
const inKeptRows = ({ from, until, awaited }: KnownIntervals, kept: KeptSeries, index: number): Known => {
  const rowOf = (at: number): number => {
    if (at === Number.NEGATIVE_INFINITY) return at;
    return at > index ? Number.POSITIVE_INFINITY : kept.rowOf(at);
  };
  const rows = (of: { readonly from: number; readonly until: number }) => ({
    from: rowOf(of.from),
    until: rowOf(of.until),
  });
  return {
    ...rows({ from, until }),
    awaited: awaited && { ...rows(awaited), nothing: rows(awaited.nothing) },
  };
};

/** How many rows an awaited stretch has nobody knows: rows that are counted back into it, or over it, are others. */
const asCountedRows = (until: number): AwaitedIntervals => {
  const all = { from: Number.NEGATIVE_INFINITY, until };
  return { ...all, nothing: all };
};

/** Calendar rows are alike for all entities; so many are kept. */
const MOST_CALENDAR_ROWS = 20_000;

/** Makes the feature values of an interval from a history that is settled, and from those of other datasets. */
export type RowMaker = (
  history: EntityHistory,
  index: number,
  entities?: JoinedEntities | undefined,
) => FeatureValues;

export const createRowMaker = (
  kit: HistoryKit,
  columns: readonly RowColumn[],
  joinedSeries?: JoinedSeriesMaker | undefined,
): RowMaker => {
  const { spec, calendar } = kit;
  const joinedSources = new Set(joinedColumns(spec.joins).map(({ source }) => source));
  const madeOf = (sources: readonly string[]): MadeOf => {
    const own = sources.filter((source) => !joinedSources.has(source));
    const joined = sources.filter((source) => joinedSources.has(source));
    return { own: own.length === 0 && joined.length > 0 ? undefined : own, joined };
  };
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
      madeOf: family.columns.map(({ sources }) => madeOf(sources)),
      of: family.online(),
      rowsBack: family.rowsBack(),
    }),
  );
  const fillings = fillingsIn(spec);
  const filledBy = new Map(fillings.map((filling) => [filling.name, filling]));
  const labels = new Set(columns.filter(({ role }) => role === 'target').map(({ name }) => name));
  const aggregates = familiesMadeOf('readings', spec).flatMap((family) =>
    family.columns.map(({ name, sources }) => {
      const filling = filledBy.get(name);
      const place = places.get(name) ?? -1;
      const isStatic =
        sources.length > 0 &&
        sources.every((one) => (spec.values[one] ?? spec.categories[one])?.known === 'static');
      const own = { sources, place, isStatic };
      if (filling === undefined) return { ...own, cells: name, back: ownRow };
      // Labels are what was measured.
      return labels.has(name)
        ? { ...own, cells: measured(name), back: ownRow }
        : { ...own, cells: name, back: { from: reachOf(filling), until: 0 } };
    }),
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
  /** The last number that is there before an interval that is not over; NaN where there is none. */
  const lastOf = ({ series: own, base }: EntityHistory, name: string, index: number): number => {
    const cells = own.columns[name] ?? [];
    for (let i = Math.min(index - base(), cells.length) - 1; i >= own.first; i -= 1) {
      const cell = cells[i] ?? Number.NaN;
      if (!Number.isNaN(cell)) return cell;
    }
    return Number.NaN;
  };
  const heldAt = (
    history: EntityHistory,
    index: number,
    others: ReadonlyMap<string, KnownIntervals> | undefined,
  ): Held[] => {
    const base = history.base();
    const gap = history.awaited();
    const awaited = gap && asRows(gap, base);
    const found = new Array<Held>(columns.length).fill(complete);
    for (const { cells, place, sources, back, isStatic } of aggregates) {
      // What never changes is known of intervals to come.
      if (isStatic && index >= openOf(history, sources) && !Number.isNaN(lastOf(history, cells, index)))
        continue;
      found[place] = heldOf(index - base, back, {
        from: heldFromOf(history, sources) - base,
        until: openOf(history, sources) - base,
        awaited,
      });
    }
    for (const { isKept, places: some, madeOf: parts, rowsBack } of series) {
      const kept = isKept ? history.kept() : undefined;
      // How many rows there will be before it nobody knows.
      if (isKept && index > openOf(history, [])) {
        for (const place of some) found[place] = notYet;
        continue;
      }
      const row = kept?.rowOf(index) ?? index - base;
      const rows = rowsBack(kept?.series ?? history.series, row);
      for (const [i, one] of rows.entries()) {
        const { own = noSources, joined } = parts[i] ?? { own: noSources, joined: noSources };
        // Of other datasets' columns there is a value in any interval, once theirs is known.
        const isOthers = parts[i] !== undefined && parts[i].own === undefined;
        const open =
          isOthers && !isKept
            ? Infinity
            : Math.min(openOf(history, own), isKept ? openOf(history, []) : Infinity);
        const from = isOthers ? history.heldFrom() : heldFromOf(history, own);
        let held = heldOf(
          row,
          one,
          kept === undefined
            ? { from: from - base, until: open - base, awaited: isOthers ? undefined : awaited }
            : {
                from: from === Number.NEGATIVE_INFINITY ? from : kept.rowOf(from),
                until: kept.rowOf(open),
                awaited: gap && index >= gap.from ? asCountedRows(kept.rowOf(gap.until)) : undefined,
              },
        );
        for (const source of joined) {
          const known = others?.get(source);
          if (known === undefined) held = notYet;
          else
            held = both(
              held,
              heldOf(row, one, kept === undefined ? inRows(known, base) : inKeptRows(known, kept, index)),
            );
        }
        found[some[i] ?? -1] = held.history === 'complete' ? complete : held;
      }
    }
    return found;
  };
  /** Whether all rows that one looks back to are known. */
  const areKnown = (others: ReadonlyMap<string, KnownIntervals>, index: number, from: number): boolean =>
    [...others.values()].every(
      ({ from: first, until, awaited }) =>
        from >= first &&
        index < until &&
        (awaited === undefined || index < awaited.from || from >= awaited.until),
    );
  return (history, index, entities) => {
    const base = history.base();
    const values = calendarRow(index).slice();
    const row = index - base;
    const from = countsRows ? history.series.first : row - reach;
    const first = Math.min(row, Math.max(from, history.series.first));
    const joined = joinedSeries?.(entities, { from: first + base, until: index }, base);
    const { all: own, keptOf } = filledSeries(
      joined === undefined
        ? history.series
        : { ...history.series, columns: { ...history.series.columns, ...joined.columns } },
      { fillings, isWhole: joined === undefined && fillings.length === 0 },
      { from, until: row, base },
    );
    for (const { cells, place, sources, isStatic } of aggregates) {
      const number =
        isStatic && index >= openOf(history, sources)
          ? lastOf(history, cells, index)
          : (own.columns[cells]?.[index - base] ?? Number.NaN);
      values[place] = Number.isNaN(number) || index - base < own.first ? null : number;
    }
    for (const { isKept, places: some, of } of series) {
      const kept = isKept ? history.kept() : undefined;
      const found = of(kept === undefined ? own : keptOf(kept), kept?.rowOf(index) ?? row);
      for (let i = 0; i < found.length; i += 1) values[some[i] ?? -1] = found[i] ?? null;
    }
    const heldFrom = heldFromOf(history, registers);
    const isHeld = heldFrom === Number.NEGATIVE_INFINITY || (!countsRows && index - reach >= heldFrom);
    const gap = history.awaited();
    const isAwaited = gap !== undefined && index >= gap.from && (countsRows || index - reach < gap.until);
    const isComplete =
      isHeld &&
      !isAwaited &&
      index < openOf(history, registers) &&
      (joined === undefined || areKnown(joined.known, index, first + base));
    if (isComplete) return { values };
    const held = heldAt(history, index, joined?.known);
    for (const [place, one] of held.entries())
      if (one.history === 'missing' || !one.isOver) values[place] = null;
    return held.every((one) => one === complete)
      ? { values }
      : { values, history: held.map((one) => one.history) };
  };
};
