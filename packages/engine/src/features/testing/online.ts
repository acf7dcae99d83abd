import {
  type Amount,
  type AmountSpan,
  familiesMadeOf,
  fillingsIn,
  fillSeries,
  type Interval,
  orNull,
  type Readings,
  type Series,
  settledUntil,
  sharesIn,
  type Value,
} from '@wattline/features';
import { durationMs, type Spec, targetColumns } from '@wattline/spec';
import { amountsOf } from '../aggregates.ts';
import { spanOf } from './frames.ts';
import { type ReferenceInterval, referenceIntervals } from './local-clock.ts';
import { type Cell, expectedIn, type FeatureRow, type Reading } from './reference.ts';

/** The amounts of an entity's readings with the times that they are of. */
const spansOf = (
  spec: Spec,
  amount: Amount,
  own: readonly Reading[],
  calendar: readonly ReferenceInterval[],
): AmountSpan[] => {
  const usual = durationMs(spec.time.cadence ?? spec.interval);
  const given = own.filter(({ values }) => (values[amount.since ?? amount.column] ?? null) !== null);
  return given.flatMap(({ at, step = usual, values }, i) => {
    const known = values[amount.column] ?? null;
    if (amount.since === undefined) {
      const last = calendar.findLast((one) => one.start < at + step) ?? { start: at, end: at + step };
      return [{ from: at, until: settledUntil(at, at + step, last), amount: known }];
    }
    const before = given[i - 1];
    return before === undefined ? [] : [{ from: before.at, until: at, amount: known }];
  });
};

/** What families' `online` sees of an interval's readings. */
const readingsOf = (spec: Spec, readings: readonly Reading[], amounts: Readings['amounts']): Readings => ({
  count: readings.length,
  amounts,
  values: Object.fromEntries(
    Object.keys(spec.values).map((column) => [column, readings.map(({ values }) => values[column] ?? null)]),
  ),
  words: Object.fromEntries(
    Object.keys(spec.categories).map((column) => [
      column,
      readings.map(({ words }) => words[column] ?? null),
    ]),
  ),
});

const named = (columns: readonly { readonly name: string }[], values: readonly Value[]): FeatureRow =>
  Object.fromEntries(columns.map(({ name }, i) => [name, values[i] ?? null]));

interface Row {
  readonly interval: Interval;
  readonly readings: number;
  readonly expected: number;
  /** Whether it has readings or amounts. */
  readonly isReached: boolean;
  readonly aggregates: FeatureRow;
}

const number = (cell: Cell | undefined): Value => (typeof cell === 'number' ? cell : null);

const seriesOf = (spec: Spec, rows: readonly Row[], first: number): Series => {
  const names = familiesMadeOf('readings', spec).flatMap(({ columns }) => columns.map(({ name }) => name));
  return {
    localOf: (row) => rows[row]?.interval.local ?? Number.NaN,
    rowAt: (local) => {
      const found = rows.findIndex(({ interval }) => interval.local === local);
      return found < 0 ? undefined : found;
    },
    first,
    readings: rows.map(({ readings }) => readings),
    expectedOf: (row) => rows[row]?.expected ?? Number.NaN,
    columns: Object.fromEntries(
      names.map((name) => [name, rows.map(({ aggregates }) => number(aggregates[name]) ?? Number.NaN)]),
    ),
  };
};

/** Whether an interval has a row, whatever the grid. */
const hasReadings = ({ readings }: Row): boolean => readings > 0;

const entityRows = (
  spec: Spec,
  entity: string,
  calendar: readonly ReferenceInterval[],
  own: readonly Reading[],
): FeatureRow[] => {
  const inEach = (readings: Readings): FeatureRow =>
    Object.assign(
      {},
      ...familiesMadeOf('readings', spec).map((family) => named(family.columns, family.online()(readings))),
    );
  const cadence = durationMs(spec.time.cadence ?? spec.interval);
  const interval = durationMs(spec.interval);
  const spans = amountsOf(spec).map(
    (amount) => [amount.column, spansOf(spec, amount, own, calendar)] as const,
  );
  const all = calendar.map(({ start, end, local }): Row => {
    const readings = own.filter(({ at }) => at >= start && at < end);
    const amounts = Object.fromEntries(
      spans.map(([column, some]) => [column, sharesIn(some, start, end)] as const),
    );
    const reaching = Math.max(0, ...Object.values(amounts).map(({ length }) => length));
    return {
      interval: { start, end, local },
      readings: cadence > interval ? Math.max(readings.length, reaching) : readings.length,
      expected: expectedIn(spec, { start, end }, own),
      isReached: readings.length > 0 || reaching > 0,
      aggregates: inEach(readingsOf(spec, readings, amounts)),
    };
  });
  const first = all.findIndex(({ isReached }) => isReached);
  const last = all.findLastIndex(({ isReached }) => isReached);
  const fillings = fillingsIn(spec);
  const bare = seriesOf(spec, all, first);
  const whole =
    fillings.length === 0 ? bare : fillSeries(bare, fillings, { from: first, until: all.length - 1 });
  const keptRows = all.filter(hasReadings);
  const isObserved = spec.grid === 'observed';
  const places = all.flatMap((row, i) => (hasReadings(row) ? [i] : []));
  const kept = isObserved
    ? {
        ...seriesOf(spec, keptRows, 0),
        columns: Object.fromEntries(
          Object.entries(whole.columns).map(([name, cells]) => [
            name,
            places.map((place) => cells[place] ?? Number.NaN),
          ]),
        ),
      }
    : whole;
  const labels = new Set(targetColumns(spec));
  const filledAt = (row: number): FeatureRow =>
    Object.fromEntries(
      fillings
        .filter(({ name }) => !labels.has(name))
        .map(({ name }) => [name, orNull(whole.columns[name]?.[row] ?? Number.NaN)]),
    );
  return all.slice(first, last + 1).flatMap((row, i) => {
    if (spec.grid === 'observed' && !hasReadings(row)) return [];
    const of = { all: whole, kept };
    const at = { all: first + i, kept: spec.grid === 'observed' ? keptRows.indexOf(row) : first + i };
    return Object.assign(
      { event_timestamp: row.interval.start, entity },
      row.aggregates,
      filledAt(first + i),
      ...familiesMadeOf('calendar', spec).map(({ columns, online }) =>
        named(columns, online()(row.interval)),
      ),
      ...familiesMadeOf('series', spec).map(({ columns, online, rows }) =>
        named(columns, online()(of[rows], at[rows])),
      ),
    );
  });
};

/** Feature rows by what families do without Polars, for specs with an entity column called `entity`. */
export const onlineRows = (
  spec: Spec,
  readings: readonly Reading[],
  span = spanOf(readings),
): FeatureRow[] => {
  const cadence = durationMs(spec.time.cadence ?? spec.interval);
  const step = Math.max(cadence, durationMs(spec.interval), ...readings.map((one) => one.step ?? 0));
  const to = amountsOf(spec).length === 0 ? span.to : span.to + step;
  const calendar = referenceIntervals(spec.time.zone, spec.interval, span.from, to);
  return [...Map.groupBy(readings, ({ entity }) => entity)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([entity, own]) =>
      entityRows(
        spec,
        entity,
        calendar,
        own.toSorted((a, b) => a.at - b.at),
      ),
    );
};
