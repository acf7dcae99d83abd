import { Spec, type SpecInput } from '@wattline/spec';
import { expect, test } from 'vitest';
import { featureFrame, rowsOf } from './testing/frames.ts';

/** Start and `available_at` of the rows of some readings. */
const rows = async (times: readonly string[], more: Partial<SpecInput>): Promise<string[][]> => {
  const spec = Spec.parse({
    entity: 'entity',
    values: { load: { aggregate: ['sum'], kind: 'total' } },
    calendar: { fields: [] },
    lags: { by: [] },
    coverage: false,
    time: { column: 'time' },
    ...more,
  });
  const readings = times.map((at) => ({ entity: 'a', at: Date.parse(at), values: { load: 1 }, words: {} }));
  return rowsOf(await featureFrame(spec, readings)).map((row) =>
    [row.event_timestamp, row.available_at].map((ms) => new Date(Number(ms)).toISOString().slice(0, 16)),
  );
};

test('rows can be known at the end of their interval in elapsed time, whatever clocks do', async () => {
  const time = { column: 'time', zone: 'Europe/Paris', cadence: '1h' };
  const days = ['2017-03-25T12:00Z', '2017-03-26T12:00Z'];
  expect(await rows(days, { time, interval: '1d' })).toEqual([
    ['2017-03-24T23:00', '2017-03-25T23:00'],
    // 23 hours.
    ['2017-03-25T23:00', '2017-03-26T22:00'],
  ]);
  expect(await rows(['2017-10-29T00:00Z', '2017-10-29T01:00Z'], { time })).toEqual([
    ['2017-10-29T00:00', '2017-10-29T01:00'],
    ['2017-10-29T01:00', '2017-10-29T02:00'],
  ]);
  expect(await rows(['2024-02-10T00:00Z'], { time: { ...time, cadence: '1d' }, interval: '1mo' })).toEqual([
    ['2024-01-31T23:00', '2024-02-29T23:00'],
  ]);
});

test('and later by the declared delay', async () => {
  const time = { column: 'time', zone: 'Europe/Paris', cadence: '1h', delay: '2d' };
  expect(await rows(['2017-03-25T12:00Z'], { time, interval: '1d' })).toEqual([
    ['2017-03-24T23:00', '2017-03-27T23:00'],
  ]);
});

test('a reading of several intervals is over before the first of them can be known', async () => {
  const found = await rows(['2024-01-01T00:00Z'], {
    time: { column: 'time', cadence: '1h' },
    interval: '15m',
  });
  expect(found).toHaveLength(4);
  expect(found[0]).toEqual(['2024-01-01T00:00', '2024-01-01T01:00']);
});
