import { type FamilyColumn, type FamilyKey, familyKeys, usedFamilies } from '@wattline/features';
import { optionsArbitrary, type World } from '@wattline/features/testing';
import { Spec, type SpecInput } from '@wattline/spec';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import '../polars/index.ts';
import { amountsOf } from './aggregates.ts';
import { featureRows, gridOf } from './feature-rows.ts';
import { maxLookbackIntervals } from './lookback.ts';
import { featureFrame, intervalFrames, rowsOf, spanOf } from './testing/frames.ts';
import { onlineRows } from './testing/online.ts';
import { places, readingsFrom, value } from './testing/readings.ts';
import type { Cell, FeatureRow, Reading } from './testing/reference.ts';
import { withHistory } from './with-history.ts';

const units = { '15m': 15, '1h': 60, '6h': 360, '1d': 1440 } as const;
type Interval = keyof typeof units;

interface Case {
  readonly spec: Spec;
  readonly readings: readonly Reading[];
}

/** A spec that asks for one family, and for what it is made of. */
const specWith = (key: FamilyKey, options: unknown, rest: Partial<SpecInput>): Spec =>
  Spec.parse({
    entity: 'entity',
    values: { 'load "kW"': { aggregate: ['mean', 'max'] }, heat: { aggregate: ['sum', 'count'] } },
    calendar: { fields: [] },
    coverage: false,
    lags: { by: [] },
    ...rest,
    [key]: options,
  });

const worldOf = {
  columns: ['load "kW"_mean', 'load "kW"_max', 'heat_sum', 'heat_count'],
  texts: ['state'],
};

const filled = ({ duration }: World): SpecInput['gaps'] => ({ fill: 'forward', limit: duration(3) });

const casesOf = async (key: FamilyKey, fewest = 1): Promise<fc.Arbitrary<Case>> => {
  const [optionsFor, gapsFor] = await Promise.all([optionsArbitrary(key), optionsArbitrary('gaps')]);
  return fc
    .record({
      place: places,
      interval: fc.constantFrom<Interval>('15m', '1h', '6h', '1d'),
      grid: fc.constantFrom('complete', 'observed'),
    })
    .chain(({ place: [zone, from], interval, grid }) => {
      const world: World = { ...worldOf, duration: (intervals) => `${intervals * units[interval]}m` };
      const days = interval === '15m' ? 2 : interval === '1h' ? 4 : 12;
      return fc
        .record({
          options: optionsFor(world),
          readings: readingsFrom(Date.parse(from), days, fewest),
          // Options of values have columns of their own.
          gaps: fc.option(key === 'values' ? fc.constant(filled(world)) : gapsFor(world), { nil: undefined }),
        })
        .map(({ options, readings, gaps }) => {
          const time = { column: 'time', zone, cadence: '15m' };
          return { spec: specWith(key, options, { time, interval, grid, gaps }), readings };
        });
    });
};

const columnsOf = (key: FamilyKey, spec: Spec): FamilyColumn[] =>
  usedFamilies(spec).flatMap((family) => (family.key === key ? family.columns : []));

const toleranceOf = (key: FamilyKey, spec: Spec): number =>
  usedFamilies(spec).find((family) => family.key === key)?.tolerance ?? 0;

const isSame = (found: Cell | undefined, wanted: Cell | undefined, tolerance: number): boolean => {
  if (typeof found !== 'number' || typeof wanted !== 'number') return found === wanted;
  // The sign of a zero does not matter.
  return Math.abs(found - wanted) <= tolerance * Math.max(Math.abs(found), Math.abs(wanted));
};

/** Rows of both have the same columns, to the bit unless the family has a tolerance. */
const expectSame = (
  found: readonly FeatureRow[],
  wanted: readonly FeatureRow[],
  names: readonly string[],
  tolerance = 0,
): void => {
  const keys = (rows: readonly FeatureRow[]) => rows.map((row) => [row.entity, row.event_timestamp]);
  expect(keys(found)).toEqual(keys(wanted));
  for (const [i, row] of found.entries()) {
    for (const name of names) {
      const want = wanted[i]?.[name];
      if (!isSame(row[name], want, tolerance)) expect({ i, [name]: row[name] }).toEqual({ i, [name]: want });
    }
  }
};

/** Readings from an instant on are others, fewer, and more. */
const perturbed = (readings: readonly Reading[], from: number, other: number | null): Reading[] => [
  ...readings.flatMap((reading, i): Reading[] => {
    if (reading.at < from) return [reading];
    if (i % 3 === 0) return [];
    return [{ ...reading, values: { 'load "kW"': other, heat: null }, words: { state: 'off' } }];
  }),
  { entity: 'a', at: from + 61_000, values: { 'load "kW"': other, heat: 7 }, words: { state: 'on' } },
];

const startsOf = (rows: readonly FeatureRow[]): number[] =>
  [...new Set(rows.map((row) => Number(row.event_timestamp)))].sort((a, b) => a - b);

/** One of a list, by a number from 0 to less than 1. */
const pick = <T>(all: readonly T[], at: number): T | undefined => all[Math.floor(at * all.length)];
const share = fc.noBias(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }));

/** A failure is reported before the test times out, however long the search for a smaller case takes. */
const interruptAfterTimeLimit = 60_000;

/** What is joined is made of other datasets: test/chain/joins makes it again, row by row. */
const madeOfReadings = familyKeys.filter((key) => key !== 'joins');

describe.each(madeOfReadings)('family %s', (key) => {
  test('online is apply', async () => {
    await fc.assert(
      fc.asyncProperty(await casesOf(key), async ({ spec, readings }) => {
        const columns = columnsOf(key, spec);
        expect(columns.length).toBeGreaterThan(0);
        const names = columns.map(({ name }) => name);
        const found = rowsOf(await featureFrame(spec, readings));
        expectSame(found, onlineRows(spec, readings), names, toleranceOf(key, spec));
      }),
      { numRuns: 12, interruptAfterTimeLimit },
    );
  });

  test('what comes at or after a row changes nothing that is known by then', async () => {
    await fc.assert(
      fc.asyncProperty(await casesOf(key), share, value, async ({ spec, readings }, at, other) => {
        const before = rowsOf(await featureFrame(spec, readings));
        const bound = pick(startsOf(before), at) ?? 0;
        const span = spanOf(readings);
        const changed = perturbed(readings, bound, other);
        const after = rowsOf(
          await featureFrame(spec, changed, { ...span, to: Math.max(span.to, bound + 61_000) }),
        );
        const columns = columnsOf(key, spec);
        const names = (isKnown: (column: FamilyColumn) => boolean) =>
          columns.filter(isKnown).map(({ name }) => name);
        const rows = (all: readonly FeatureRow[], until: number) => {
          const there = new Set(before.map((row) => `${row.entity} ${row.event_timestamp}`));
          return all.filter(
            (row) =>
              Number(row.event_timestamp) <= until && there.has(`${row.entity} ${row.event_timestamp}`),
          );
        };
        const later = new Set(after.map((row) => `${row.entity} ${row.event_timestamp}`));
        const inBoth = (all: readonly FeatureRow[], until: number) =>
          rows(all, until).filter((row) => later.has(`${row.entity} ${row.event_timestamp}`));
        // A row that starts at `bound` may not know even its own interval's readings.
        const early = names(({ availability }) => availability !== 'same-interval');
        expectSame(inBoth(after, bound), inBoth(before, bound), early);
        const counted = amountsOf(spec).filter(({ since }) => since !== undefined);
        const isCounted = (column: FamilyColumn) => counted.some(({ name }) => name === column.name);
        const others = names((column) => !isCounted(column));
        expectSame(inBoth(after, bound - 1), inBoth(before, bound - 1), others);
        // What a register counts until its next reading is known by then: until its last one, nothing changes.
        for (const { name, since = '' } of names(isCounted).length === 0 ? [] : counted) {
          const isSettled = ({ entity, event_timestamp: start }: FeatureRow): boolean => {
            const own = readings.filter((one) => one.entity === entity && one.at < bound);
            const last = Math.max(...own.filter(({ values }) => values[since] !== null).map(({ at }) => at));
            const rows = startsOf(before.filter((row) => row.entity === entity));
            return Number(start) < (rows.findLast((one) => one <= last) ?? 0);
          };
          const settled = (all: readonly FeatureRow[]) => inBoth(all, bound - 1).filter(isSettled);
          expectSame(settled(after), settled(before), [name]);
        }
      }),
      { numRuns: 6, interruptAfterTimeLimit },
    );
  });

  test('a partition with its lookback is the same rows of the whole', async () => {
    await fc.assert(
      fc.asyncProperty(await casesOf(key, 40), async ({ spec, readings }) => {
        const span = spanOf(readings);
        const { intervals, calendar } = await intervalFrames(spec, readings, span);
        const grid = await gridOf(spec)(intervals.lazy(), calendar.lazy()).collect();
        const whole = rowsOf(await featureRows(spec)(grid));
        const names = columnsOf(key, spec).map(({ name }) => name);
        const starts = rowsOf(calendar).map((row) => Number(row.event_timestamp));
        for (const share of [0.25, 0.5, 0.75]) {
          const first = Math.floor(share * starts.length);
          const last = starts.length - 1 - Math.floor(share * 4);
          const within = (row: FeatureRow): boolean =>
            Number(row.event_timestamp) >= (starts[first] ?? 0) &&
            Number(row.event_timestamp) <= (starts[last] ?? 0);
          const part = withHistory(grid.lazy(), first, last, maxLookbackIntervals(spec));
          const found = rowsOf(await featureRows(spec)(await part.collect()));
          expectSame(found.filter(within), whole.filter(within), names);
        }
      }),
      { numRuns: 5, interruptAfterTimeLimit },
    );
  });
});

// Months have no fixed number of hours, and are no part of a day.
const monthlyKeys = familyKeys.filter((key) => !['degreeHours', 'tariffs', 'businessHours'].includes(key));

describe.each(monthlyKeys)('family %s', (key) => {
  test('online is apply in months of the calendar', async () => {
    const optionsFor = await optionsArbitrary(key);
    const cases = fc
      .record({ place: places, grid: fc.constantFrom('complete', 'observed') })
      .chain(({ place: [zone, from], grid }) => {
        const options = optionsFor({ ...worldOf, duration: (intervals) => `${intervals}mo` });
        const time = { column: 'time', zone, cadence: '1d' };
        return fc
          .record({ options, readings: readingsFrom(Date.parse(from), 200) })
          .map(({ options, readings }) => ({
            spec: specWith(key, options, { time, interval: '1mo', grid }),
            readings,
          }));
      });
    await fc.assert(
      fc.asyncProperty(cases, async ({ spec, readings }) => {
        const names = columnsOf(key, spec).map(({ name }) => name);
        const found = rowsOf(await featureFrame(spec, readings));
        expectSame(found, onlineRows(spec, readings), names, toleranceOf(key, spec));
      }),
      { numRuns: 4, interruptAfterTimeLimit },
    );
  });
});

/** Some hundred readings to an interval: of three entities over some days, with gaps. */
const denseReadings = (): Reading[] =>
  ['a', 'b', 'é'].flatMap((entity, e) =>
    Array.from({ length: 4 * 288 }, (_, i): Reading => {
      const noise = Math.sin((i + 1) * 12.9898 * (e + 1)) * 43758.5453;
      const load = i % 11 === 0 ? null : (noise - Math.floor(noise)) * 10 ** (i % 7);
      const heat = Math.fround(noise) / 3;
      return {
        entity,
        at: Date.UTC(2017, 9, 27) + i * 300_000,
        values: { 'load "kW"': load, heat },
        words: { state: i % 3 === 0 ? 'on' : null },
      };
    }).filter((_, i) => i % 13 > 1),
  );

test.each(['1h', '1d', '7d'] as const)(
  'aggregates of many readings are the same bits: %s',
  async (interval) => {
    const aggregate: ('mean' | 'sum' | 'std' | 'min' | 'max')[] = ['mean', 'sum', 'std', 'min', 'max'];
    const spec = Spec.parse({
      time: { column: 'time', zone: 'Europe/Paris', cadence: '5m' },
      entity: 'entity',
      values: { 'load "kW"': { aggregate }, heat: { aggregate } },
      categories: { state: { vocabulary: ['on'], aggregate: 'mean' } },
      interval,
      lags: { by: [] },
    });
    const readings = denseReadings();
    const names = [...columnsOf('values', spec), ...columnsOf('categories', spec)].map(({ name }) => name);
    expectSame(rowsOf(await featureFrame(spec, readings)), onlineRows(spec, readings), names);
  },
);
