import { expect, test } from 'vitest';
import { sealTown, takeTown, townReadings } from './horizons/seal-town.ts';

const HOUR = 3_600_000;
const readings = townReadings('2024-03-28T00:00:00Z', 5 * 24);
const loadAt = new Map(readings.map(({ meter, at, load }) => [`${meter} ${at}`, load]));

const spec = {
  time: { column: 'time', zone: 'Europe/Paris', cadence: '1h' },
  entity: 'meter',
  values: { load: {}, pressure: {}, temperature: {} },
  calendar: { fields: [] },
  lags: { by: ['1h', '24h'], clock: 'elapsed', columns: ['load_mean'] },
  gaps: { fill: 'forward', limit: '3h' },
  warmup: 'drop',
  target: { columns: ['load_mean'], horizons: ['1h'] },
  // The first of them have no row left.
  partition: { period: 'day', entityBuckets: 2 },
  scaling: { method: 'none' },
};

test('sets with gaps filled have labels as they were measured, and no rows without all of their history', async () => {
  const { manifest, rows } = await sealTown(spec, readings);
  const features = [...rows].flatMap(([path, some]) => (path.startsWith('features/') ? some : []));
  const warmup = 2 * (24 + 3);
  expect([features.length, manifest.rows]).toEqual([readings.length - warmup, readings.length - warmup]);
  for (const row of features) {
    const measured = loadAt.get(`${row.meter} ${row.event_timestamp}`) ?? null;
    const at = Number(row.event_timestamp) - HOUR;
    const [before, then] = [at, at - HOUR].map((time) => loadAt.get(`${row.meter} ${time}`));
    expect(row).toMatchObject({
      load_mean: measured,
      load_mean_filled: measured === null ? 1 : 0,
      load_mean_lag1h: before ?? then,
    });
  }
  expect(features.some(({ load_mean }) => load_mean === null)).toBe(true);
  for (const [path, some] of rows)
    if (path.startsWith('training/horizon'))
      for (const row of some)
        expect(row.load_mean_ahead1h).toBe(loadAt.get(`${row.meter} ${row.event_timestamp}`));
});

test('what was dropped is told, and a set of nothing else is refused', async () => {
  const { receipt } = await takeTown(spec, readings);
  expect(receipt.published).toMatchObject({ warmup: 2 * (24 + 3) });
  const { receipt: refused } = await takeTown(
    spec,
    readings.filter(({ at }) => at < Date.parse('2024-03-29')),
  );
  expect(refused).toMatchObject({ status: 'rejected', error: { code: 'WARMUP_TOO_LONG' } });
});
