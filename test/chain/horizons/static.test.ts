import { openTransform } from '@wattline/online-transform';
import { expect, test } from 'vitest';
import { cellsOf, type Reading, sealTown, takeTown, townReadings } from './seal-town.ts';

const HOUR = 3_600_000;
const area: Readonly<Record<string, number>> = { A: 120.5, B: 80 };
const readings = townReadings('2024-05-01T00:00:00Z', 5 * 24).map(
  (one): Reading => ({ ...one, pressure: area[one.meter] ?? null }),
);
const spec = {
  time: { column: 'time', zone: 'UTC', cadence: '1h' },
  entity: 'meter',
  interval: '1h',
  values: { load: {}, pressure: { known: 'static' }, temperature: { known: 'past' } },
  lags: { by: ['1h'], columns: ['load_mean'] },
  rolling: { windows: [] },
  coverage: true,
  partition: { period: 'month', entityBuckets: 2 },
  target: { columns: ['load_mean'], horizons: ['24h'] },
};

test('what never changes stands beside labels, is that of the origin, and is served of intervals to come', async () => {
  const { manifest, preprocessor } = await sealTown(spec, readings);
  const roles = Object.fromEntries(manifest.columns.map(({ name, role }) => [name, role]));
  expect(roles).toMatchObject({
    pressure_mean: 'feature',
    temperature_mean: 'withheld',
    coverage: 'withheld',
  });
  expect(manifest.horizons?.columns.find(({ name }) => name === 'pressure_mean')?.of).toBe('origin');

  const transform = openTransform(JSON.parse(JSON.stringify(preprocessor)));
  const history = transform.history({ isWhole: true });
  history.add(transform.read(readings.map(cellsOf)).readings.get('A') ?? []);
  const columns = transform.columns(false);
  const [open] = transform.rows(history, { horizon: 1, scaled: false });
  const value = (name: string) => [
    open?.values[columns.indexOf(name)],
    open?.history?.[columns.indexOf(name)] ?? 'complete',
  ];
  expect(open?.at).toBe(Math.max(...readings.map(({ at }) => at)) + HOUR);
  expect(value('pressure_mean')).toEqual([120.5, 'complete']);
  expect(value('temperature_mean')).toEqual([null, 'missing']);
  expect(value('readings_present')).toEqual([null, 'missing']);
});

test('what changes after all is refused, and whose it is', async () => {
  const [first] = readings;
  const other = readings.map((one) => (one === first ? { ...one, pressure: 121 } : one));
  const { receipt } = await takeTown(spec, other);
  expect(receipt).toMatchObject({
    status: 'rejected',
    error: {
      code: 'STATIC_CHANGES',
      message: "'pressure' is said to be static, and is 120.5 to 121 of A",
      place: { column: 'pressure' },
      remedy: expect.stringContaining('known: past'),
    },
  });
});
