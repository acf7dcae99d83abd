import { familiesMadeOf, type Interval, type Readings, type Series, type Value } from '@wattline/features';
import { durationMs, type Spec } from '@wattline/spec';
import { spanOf } from './frames.ts';
import { type ReferenceInterval, referenceIntervals } from './local-clock.ts';
import type { Cell, FeatureRow, Reading } from './reference.ts';

/** What families' `online` sees of an interval's readings. */
const readingsOf = (spec: Spec, readings: readonly Reading[]): Readings => ({
  count: readings.length,
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
  readonly aggregates: FeatureRow;
}

const number = (cell: Cell | undefined): Value => (typeof cell === 'number' ? cell : null);

const seriesOf = (spec: Spec, rows: readonly Row[], first: number): Series => {
  const names = familiesMadeOf('readings', spec).flatMap(({ columns }) => columns.map(({ name }) => name));
  return {
    intervals: rows.map(({ interval }) => interval),
    first,
    readings: rows.map(({ readings }) => readings),
    expected: rows.map(({ expected }) => expected),
    columns: Object.fromEntries(
      names.map((name) => [name, rows.map(({ aggregates }) => number(aggregates[name]))]),
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
  const all = calendar.map(({ start, end, local }): Row => {
    const readings = own.filter(({ at }) => at >= start && at < end);
    const expected = Math.round((end - start) / cadence);
    return {
      interval: { start, local },
      readings: readings.length,
      expected,
      aggregates: inEach(readingsOf(spec, readings)),
    };
  });
  const first = all.findIndex(hasReadings);
  const last = all.findLastIndex(hasReadings);
  const whole = seriesOf(spec, all, first);
  const keptRows = all.filter(hasReadings);
  const kept = seriesOf(
    spec,
    spec.grid === 'observed' ? keptRows : all,
    spec.grid === 'observed' ? 0 : first,
  );
  return all.slice(first, last + 1).flatMap((row, i) => {
    if (spec.grid === 'observed' && !hasReadings(row)) return [];
    const of = { all: whole, kept };
    const at = { all: first + i, kept: spec.grid === 'observed' ? keptRows.indexOf(row) : first + i };
    return Object.assign(
      { event_timestamp: row.interval.start, entity },
      row.aggregates,
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
  const calendar = referenceIntervals(spec.time.zone, durationMs(spec.interval), span.from, span.to);
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
