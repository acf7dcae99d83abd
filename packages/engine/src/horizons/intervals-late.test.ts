import { Spec, type SpecInput } from '@wattline/spec';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createIntervalIndex } from './interval-index.ts';
import { intervalsLate } from './intervals-late.ts';

const HOUR = 3_600_000;

const specOf = (time: object, interval: SpecInput['interval']): Spec =>
  Spec.parse({
    time: { column: 'time', cadence: '1h', ...time },
    interval,
    values: { load: {} },
    lags: { by: [] },
  });

test.each<[SpecInput['interval'], string, string | undefined, number]>([
  ['1h', 'Europe/Paris', undefined, 0],
  ['1h', 'Europe/Paris', '90m', 2],
  ['1d', 'UTC', '24h', 1],
  // A day of 23 hours is over an hour too early.
  ['1d', 'Europe/Paris', '24h', 2],
  ['1mo', 'UTC', '30d', 2],
])('of intervals of %s in %s, readings that come %s late are %i behind', (interval, zone, delay, late) => {
  expect(intervalsLate(specOf({ zone, delay }, interval))).toBe(late);
});

test('what is there when an interval begins is so many intervals before the last one that ended, or more', () => {
  fc.assert(
    fc.property(
      fc.constantFrom<Exclude<SpecInput['interval'], undefined>>('1h', '4h', '1d', '1mo'),
      fc.constantFrom('UTC', 'Europe/Paris', 'America/New_York'),
      fc.integer({ min: 1, max: 80 * 24 }),
      (interval, zone, hours) => {
        const spec = specOf({ zone, delay: `${hours}h` }, interval);
        const span = { from: '2024-01-01T00:00:00.000Z', to: '2024-12-31T00:00:00.000Z' };
        const intervals = createIntervalIndex(spec, span);
        const late = intervalsLate(spec);
        const last = intervals.indexOf(Date.parse(span.to));
        // Clocks change within any eight thousand hours; of hours each ninth will do.
        for (let index = late; index <= last; index += interval === '1h' ? 9 : 1) {
          const known = intervals.startOf(index - late) + hours * HOUR;
          expect(known).toBeLessThanOrEqual(intervals.startOf(index));
        }
      },
    ),
    { numRuns: 60 },
  );
});
