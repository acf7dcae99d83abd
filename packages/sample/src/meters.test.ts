import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeFixed } from './fixed.ts';
import { writeMeters } from './index.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wattline-meters-'));
});
afterAll(() => rm(folder, { recursive: true }));

const lines = async (order: 'time' | 'entity', seed = 1): Promise<string[]> => {
  const path = join(folder, `${order}-${seed}.csv`);
  const { rows, bytes } = await writeMeters({ path, meters: 7, rowsPerMeter: 3_000, seed, order });
  const text = readFileSync(path, 'latin1');
  expect({ rows, bytes }).toEqual({ rows: 21_000, bytes: text.length });
  return text.trimEnd().split('\n');
};

describe('the meters', () => {
  test('have the same rows in either order', async () => {
    const [header, ...byTime] = await lines('time');
    const [other, ...byEntity] = await lines('entity');
    expect(header).toBe(
      'meter,timestamp,active_power,reactive_power,voltage,current,frequency,temperature,humidity,irradiance',
    );
    expect(other).toBe(header);
    expect(byTime.slice(0, 2).map((row) => row.slice(0, 32))).toEqual([
      'meter-000001,2017-01-01T00:00:00',
      'meter-000002,2017-01-01T00:00:00',
    ]);
    expect(byEntity).toEqual(byTime.toSorted());
    expect(
      byEntity.every((row) => /^meter-00000\d,2017-01-\d\dT\d\d:\d0:00(?:,\d+\.\d{3}){8}$/.test(row)),
    ).toBe(true);
  });

  test('depend on the seed alone', async () => {
    expect(await lines('time', 1)).toEqual(await lines('time', 1));
    expect(await lines('time', 1)).not.toEqual(await lines('time', 2));
  });
});

describe('writeFixed', () => {
  test('writes what toFixed(3) writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), (thousandths) => {
        const buffer = Buffer.alloc(32);
        const end = writeFixed(buffer, 2, thousandths);
        expect(buffer.toString('latin1', 2, end)).toBe((thousandths / 1000).toFixed(3));
      }),
      { numRuns: 1_000 },
    );
  });
});
