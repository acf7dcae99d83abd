import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { referenceData, testWith } from '@wattline/test-tools';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sampleColumns, writeSample } from './index.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wattline-sample-'));
});
afterAll(() => rm(folder, { recursive: true }));

const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

describe('the sample', () => {
  test('is the same bytes for the same seed, and others for another', async () => {
    const [a, b, c] = ['a.csv', 'b.csv', 'c.csv'].map((name) => join(folder, name));
    if (a === undefined || b === undefined || c === undefined) {
      throw new Error('three names');
    }
    const written = await writeSample({ path: a, seed: 1, days: 30 });
    await writeSample({ path: b, seed: 1, days: 30 });
    await writeSample({ path: c, seed: 2, days: 30 });
    expect(sha256(a)).toBe(sha256(b));
    expect(sha256(a)).not.toBe(sha256(c));
    expect(written).toEqual({ rows: 30 * 144, bytes: readFileSync(a).length });
    expect((await readdir(folder)).filter((name) => name.endsWith('.partial'))).toEqual([]);
  });

  test('is a year of 10-minute rows, in order, with daily, weekly and yearly cycles', async () => {
    const path = join(folder, 'year.csv');
    await writeSample({ path, seed: 1 });
    const [header, ...rows] = readFileSync(path, 'utf8').trimEnd().split('\n');
    expect(header).toBe(sampleColumns.join(','));
    expect(rows).toHaveLength(52_560);
    expect(rows[0]).toMatch(/^1\/1\/2017 0:00,/);
    expect(rows.at(-1)).toMatch(/^12\/31\/2017 23:50,/);
    expect(rows.every((row) => /^\d+\/\d+\/2017 \d+:\d0(?:,\d+(?:\.\d+)?){8}$/.test(row))).toBe(true);
    const mean = (column: number, keep: (row: number) => boolean): number => {
      const kept = rows.filter((_, row) => keep(row)).map((row) => Number(row.split(',')[column]));
      return kept.reduce((sum, value) => sum + value, 0) / kept.length;
    };
    const hour = (row: number): number => Math.floor((row % 144) / 6);
    const day = (row: number): number => Math.floor(row / 144);
    const zone1 = 6;
    expect(mean(zone1, (row) => hour(row) === 20) / mean(zone1, (row) => hour(row) === 4)).toBeGreaterThan(
      1.5,
    );
    // 1 January 2017 was a Sunday.
    expect(mean(zone1, (row) => day(row) % 7 === 0)).toBeLessThan(
      0.98 * mean(zone1, (row) => day(row) % 7 === 2),
    );
    expect(mean(1, (row) => day(row) < 31)).toBeLessThan(
      mean(1, (row) => day(row) > 180 && day(row) < 212) - 8,
    );
    expect(mean(4, (row) => hour(row) === 0)).toBeLessThan(1);
  });

  testWith({ 'reference data': referenceData })(
    'has the header and the number formats of the reference data',
    async ({ 'reference data': data }) => {
      const path = join(folder, 'shape.csv');
      await writeSample({ path, seed: 1, days: 10 });
      const head = (text: string): string => text.slice(0, text.indexOf('\n') + 1);
      const theirs = readFileSync(data, 'utf8');
      const ours = readFileSync(path, 'utf8');
      expect(head(ours)).toBe(head(theirs));
      expect(ours.split('\n')[1]?.replace(/,.*/, '')).toBe(theirs.split('\n')[1]?.replace(/,.*/, ''));
    },
  );
});
