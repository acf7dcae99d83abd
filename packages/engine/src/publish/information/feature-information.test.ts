import { expect, test } from 'vitest';
import { columns, instantOfHour, type Row, writePartitions } from '../partitions.fixture.ts';
import { featureInformation } from './feature-information.ts';

test('the feature that the target follows from says most, and one that is always the same nothing', async () => {
  const rows = Array.from({ length: 400 }, (_, hour): Row => {
    const load = Math.sin(hour * hour);
    return { entity: 0, hour, load, lag: 3, target: load ** 3 };
  });
  const partitions = await writePartitions(rows, { buckets: 1, periodHours: 100 });
  const bounds = { validationFrom: instantOfHour(300), testFrom: instantOfHour(350) };
  const found = await featureInformation({ columns, partitions, bounds });
  expect(found?.rows).toBe(300);
  expect(found?.targets).toEqual(['target']);
  // Ten bins each of which says which the other is.
  const [first, ...others] = found?.features ?? [];
  expect(first).toEqual({ name: 'load', nats: [expect.closeTo(Math.log(10) - 81 / 600, 3)] });
  expect(others.find(({ name }) => name === 'load_lag_4h')?.nats).toEqual([0]);
  expect(others.find(({ name }) => name === 'Hour')?.nats[0]).toBeLessThan(0.2);
});
