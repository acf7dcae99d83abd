import { Spec } from '@wattline/spec';
import { expect, test } from 'vitest';
import { featureFrame, rowsOf } from './testing/frames.ts';
import type { Reading } from './testing/reference.ts';

const hour = 3_600_000;

const lagsIn = async (clock: 'elapsed' | 'wall', from: number, hours: number) => {
  const spec = Spec.parse({
    time: { column: 'time', zone: 'Europe/Paris', cadence: '1h' },
    entity: 'entity',
    values: { at: { aggregate: ['first'] } },
    lags: { by: ['24h'], clock },
  });
  const readings: Reading[] = Array.from({ length: hours }, (_, i) => ({
    entity: 'a',
    at: from + i * hour,
    values: { at: i },
    words: {},
  }));
  return rowsOf(await featureFrame(spec, readings));
};

test('an elapsed lag is as many hours, over clock changes too', async () => {
  const rows = await lagsIn('elapsed', Date.UTC(2017, 9, 27), 96);
  expect(rows.map((row) => row.at_first_lag24h)).toEqual(rows.map((_, i) => (i < 24 ? null : i - 24)));
});

test('a wall-clock lag has the same local time; the earlier of two, null where clocks skipped it', async () => {
  // From local midnight of the Sunday on which clocks go back: it has 02:00 at 2 and at 3.
  const autumn = await lagsIn('wall', Date.UTC(2017, 9, 28, 22), 49);
  expect(autumn.slice(25).map((row) => row.at_first_lag24h)).toEqual([
    0,
    1,
    2,
    ...Array.from({ length: 21 }, (_, i) => i + 4),
  ]);
  // From local midnight of the Sunday on which they skip 02:00.
  const spring = await lagsIn('wall', Date.UTC(2017, 2, 25, 23), 47);
  expect(spring.slice(23).map((row) => row.at_first_lag24h)).toEqual([
    0,
    1,
    null,
    ...Array.from({ length: 21 }, (_, i) => i + 2),
  ]);
});
