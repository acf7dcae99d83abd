import { expect, test } from 'vitest';
import type { PlacedRow } from '../cells/rows.ts';
import { type Clock, clockOf } from './clock.ts';
import { withRepeatedHours } from './repeated-hours.ts';

const HOUR = 3_600_000;
const paris = clockOf('Europe/Paris');

const rowOf = (at: number, line: number): PlacedRow => ({
  line,
  entity: 'a',
  values: [line],
  words: [],
  written: '',
  at,
  isOpenPass: true,
});

/** Nights on which clocks go back, of as many years: 02:00 twice. */
const nights = (years: number): number[] =>
  Array.from({ length: years }, (_, i) => {
    const month = Date.UTC(1996 + i, 9, 31);
    const sunday = month - new Date(month).getUTCDay() * 24 * HOUR;
    return [sunday - HOUR, sunday, sunday, sunday + 2 * HOUR];
  }).flat();

test('of an hour that clocks show twice the second goes to the second pass, year by year', () => {
  const rows = nights(3).map(rowOf);
  expect(
    withRepeatedHours(rows, paris, 'order').map(({ at }, i) => (at - (rows[i]?.at ?? 0)) / HOUR),
  ).toEqual([0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0]);
});

test('twice as many years take twice the work', () => {
  const work = (years: number): number => {
    let reads = 0;
    const rows = nights(years).map((at, line) => ({
      ...rowOf(0, line),
      get at() {
        reads += 1;
        return at;
      },
    }));
    withRepeatedHours(rows, paris, 'order');
    return reads;
  };
  expect(work(80) / work(40)).toBeLessThan(2.2);
});

test('what lies between two times that are far apart is not looked at', () => {
  let asked = 0;
  const counted: Clock = {
    ...paris,
    offsets: (from, to) => {
      asked += to - from;
      return paris.offsets(from, to);
    },
  };
  const far = nights(1).map((at) => at + 400 * 365.2425 * 24 * HOUR * 19);
  const rows = [...nights(1), ...far].map(rowOf);
  const found = withRepeatedHours(rows, counted, 'order').map(
    ({ at }, i) => (at - (rows[i]?.at ?? 0)) / HOUR,
  );
  expect(found).toEqual([0, 0, 1, 0, 0, 0, 1, 0]);
  expect(asked).toBeLessThan(30 * 24 * HOUR);
});
