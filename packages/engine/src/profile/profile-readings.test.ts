import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Spec, type SpecInput } from '@wattline/spec';
import fc from 'fast-check';
import pl from 'nodejs-polars';
import { describe, expect, test } from 'vitest';
import type { ReadingsFile } from '../periods/readings-file.ts';
import { Profile } from './profile.ts';
import { profileReadings } from './profile-readings.ts';

/** One reading: entity `e<entity>`, `step` cadences after `start`. */
interface Reading {
  readonly entity: number;
  readonly step: number;
  readonly a: number | null;
  readonly b: number | null;
  readonly tariff: string | null;
}

const cadenceMs = 30 * 60_000;
// Clocks go forward in Berlin on the 26th.
const start = Date.UTC(2017, 2, 23);
const instant = (step: number) => new Date(start + step * cadenceMs).toISOString();

const write = async (readings: readonly Reading[], buckets: number): Promise<ReadingsFile[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'readings-'));
  const files: ReadingsFile[] = [];
  for (let bucket = 0; bucket < buckets; bucket++) {
    const some = readings
      .filter((r) => r.entity % buckets === bucket)
      .toSorted((x, y) => x.entity - y.entity || x.step - y.step);
    if (some.length === 0) continue;
    const path = join(folder, `${bucket}.parquet`);
    const series = (name: string, values: readonly (number | string | null)[], dtype: pl.DataType) =>
      pl.Series(name, [...values], dtype);
    await pl
      .DataFrame([
        series(
          'event_timestamp',
          some.map((r) => start + r.step * cadenceMs),
          pl.Float64,
        ),
        series(
          'meter',
          some.map((r) => `e${r.entity}`),
          pl.String,
        ),
        series(
          'a',
          some.map((r) => r.a),
          pl.Float64,
        ),
        series(
          'b "x"',
          some.map((r) => r.b),
          pl.Float64,
        ),
        series(
          'tariff',
          some.map((r) => r.tariff),
          pl.String,
        ),
      ])
      .lazy()
      .withColumns(pl.col('event_timestamp').cast(pl.Int64).cast(pl.Datetime('ms')).dt.replaceTimeZone('UTC'))
      .sinkParquet(path, { maintainOrder: true })
      .collect();
    files.push({ bucket, period: '2024', path, rows: some.length });
  }
  return files;
};

const profiled = async (readings: readonly Reading[], input: Partial<SpecInput> = {}, buckets = 2) => {
  const spec = Spec.parse({
    time: { column: 't', zone: 'UTC', cadence: '30m' },
    entity: 'meter',
    values: { a: { unit: 'kW' }, 'b "x"': {} },
    categories: { tariff: { vocabulary: ['day', 'night'] } },
    ...input,
  });
  const files = await write(readings, buckets);
  const steps = readings.map((r) => r.step);
  const [from, to] = [instant(Math.min(...steps)), instant(Math.max(...steps))];
  const entities = (bucket: number) =>
    new Set(readings.map((r) => r.entity).filter((entity) => entity % buckets === bucket)).size;
  const plan = {
    spec,
    from,
    to,
    buckets: files.map(({ bucket, rows }) => ({ bucket, rows, entities: entities(bucket), from, to })),
  };
  return profileReadings({ plan, readings: files.toReversed() });
};

const value = fc.option(
  fc.integer({ min: -1000, max: 1000 }).map((x) => x / 8),
  { nil: null, freq: 6 },
);
const reading: fc.Arbitrary<Reading> = fc.record({
  entity: fc.nat(3),
  step: fc.nat(400),
  a: value,
  b: value,
  tariff: fc.constantFrom('day', 'night', null),
});
const readings = fc.uniqueArray(reading, {
  selector: (r) => `${r.entity} ${r.step}`,
  minLength: 1,
  maxLength: 80,
});

const mean = (values: readonly number[]) =>
  values.length === 0 ? null : values.reduce((sum, x) => sum + x, 0) / values.length;
const close = (found: number | null | undefined, wanted: number | null) =>
  wanted === null ? expect(found).toBeNull() : expect(found).toBeCloseTo(wanted, 8);

/** Local hour and weekday from Monday, as the platform's own calendar has them. */
const local = (zone: string, step: number) => {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hour: '2-digit',
    weekday: 'short',
    hourCycle: 'h23',
  }).formatToParts(start + step * cadenceMs);
  const part = (type: string) => parts.find((p) => p.type === type)?.value ?? '';
  return {
    hour: Number(part('hour')),
    weekday: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(part('weekday')),
  };
};

describe('profileReadings', () => {
  test('agrees with each figure worked out plainly', async () => {
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', '+05:30', 'Asia/Kathmandu');
    await fc.assert(
      fc.asyncProperty(readings, zones, async (some, zone) => {
        const profile = await profiled(some, { time: { column: 't', zone, cadence: '30m' } });
        expect(Profile.parse(JSON.parse(JSON.stringify(profile)))).toEqual(profile);
        expect(profile).toMatchObject({
          rows: some.length,
          entities: new Set(some.map((r) => r.entity)).size,
        });
        for (const [i, key] of (['a', 'b'] as const).entries()) {
          const column = profile.values[i];
          const known = some.flatMap((r) => (r[key] === null ? [] : [{ x: r[key], ...local(zone, r.step) }]));
          const sorted = known.map(({ x }) => x).sort((x, y) => x - y);
          expect(column).toMatchObject({ count: known.length, nulls: some.length - known.length });
          expect(column?.min).toBe(sorted[0] ?? null);
          expect(column?.max).toBe(sorted.at(-1) ?? null);
          close(column?.mean, mean(sorted));
          const average = mean(sorted) ?? 0;
          const squares = sorted.reduce((sum, x) => sum + (x - average) ** 2, 0);
          close(column?.std, sorted.length < 2 ? null : Math.sqrt(squares / (sorted.length - 1)));
          for (const hour of Array(24).keys())
            close(column?.byHour[hour], mean(known.filter((k) => k.hour === hour).map(({ x }) => x)));
          for (const day of Array(7).keys())
            close(column?.byWeekday[day], mean(known.filter((k) => k.weekday === day).map(({ x }) => x)));
          close(column?.weekendMean, mean(known.filter((k) => k.weekday > 4).map(({ x }) => x)));
          close(column?.bySeason.Spring, mean(sorted));
          if (sorted.length === 0) expect(column?.histogram).toBeNull();
          else {
            const [low, high] = [sorted[0] ?? 0, sorted.at(-1) ?? 0];
            const at = (sorted.length - 1) * 0.25;
            const below = sorted[Math.floor(at)] ?? 0;
            close(column?.quantiles?.p25, below + ((sorted[Math.ceil(at)] ?? 0) - below) * (at % 1));
            expect(column?.histogram?.counts.reduce((sum, n) => sum + n, 0)).toBe(sorted.length);
            const third = low + ((high - low) * 10) / 30;
            const counted = column?.histogram?.counts.slice(0, 10).reduce((sum, n) => sum + n, 0);
            if (high > low) expect(counted).toBe(sorted.filter((x) => x < third).length);
          }
        }
        for (const tariff of ['day', 'night']) {
          const count = some.filter((r) => r.tariff === tariff).length;
          expect(profile.categories[0]?.values.find((v) => v.value === tariff)?.count ?? 0).toBe(count);
        }
        expect(profile.categories[0]?.nulls).toBe(some.filter((r) => r.tariff === null).length);

        const steps = some.toSorted((x, y) => x.entity - y.entity || x.step - y.step);
        const gaps = steps.flatMap((r, i) => {
          const before = steps[i - 1];
          const missing = before?.entity === r.entity ? r.step - before.step - 1 : 0;
          return before === undefined || missing <= 0 ? [] : [{ from: before.step, to: r.step, missing, r }];
        });
        gaps.sort((x, y) => y.missing - x.missing || x.r.entity - y.r.entity || x.from - y.from);
        expect(profile.gaps?.count).toBe(gaps.length);
        expect(profile.gaps?.missing).toBe(gaps.reduce((sum, { missing }) => sum + missing, 0));
        expect(profile.gaps?.longest).toEqual(
          gaps.slice(0, 20).map(({ from, to, missing, r }) => ({
            entity: `e${r.entity}`,
            from: instant(from),
            to: instant(to),
            missing,
          })),
        );
      }),
      { numRuns: 25 },
    );
  });

  test('does not depend on the cut into buckets, but for rounding, and is the same twice', async () => {
    await fc.assert(
      fc.asyncProperty(readings, async (some) => {
        const twice = [await profiled(some, {}, 2), await profiled(some, {}, 2)].map((p) =>
          JSON.stringify(p),
        );
        expect(twice[0]).toBe(twice[1]);
        // Eighths add up exactly, and so no rounding is left but of the spread.
        const [two, one] = [await profiled(some, {}, 2), await profiled(some, {}, 1)];
        const exact = ({ values, ...rest }: Profile) => ({
          ...rest,
          values: values.map((v) => ({ ...v, std: 0 })),
        });
        const plain = (profile: Profile) => ({ ...exact(profile), correlations: [], findings: [] });
        expect(plain(two)).toEqual(plain(one));
      }),
      { numRuns: 8 },
    );
  });

  test('correlates over readings that have both values', async () => {
    const line = [1, 2, null, 4, 7].map((a, step) => ({
      entity: 0,
      step,
      a,
      b: [2, null, 5, 1, 3][step] ?? null,
      tariff: null,
    }));
    const { correlations } = await profiled(line);
    expect(correlations).toEqual([{ a: 'a', b: 'b "x"', r: 0.5 }]);
  });

  test('says what it found, with the numbers', async () => {
    // Two weeks: `a` is 8 by day and 2 by night, a tenth of it on weekends; b follows it; one gap.
    const some = Array.from({ length: 48 * 14 }, (_, step): Reading => {
      const { hour, weekday } = local('UTC', step);
      const a = (hour === 18 ? 12 : hour > 6 && hour < 22 ? 8 : 2) / (weekday > 4 ? 10 : 1);
      return { entity: 0, step, a: step === 5 ? null : a, b: -2 * a, tariff: 'day' };
    }).filter((r) => r.step < 100 || r.step > 109);
    const { findings } = await profiled(some);
    const found = (code: string) => findings.find((finding) => finding.code === code);
    expect(found('PEAK_HOUR')).toMatchObject({ values: { column: 'a', hour: 18 } });
    expect(found('PEAK_HOUR')?.text).toContain('a peaks in the hour from 18:00');
    const percent = found('WEEKDAY_WEEKEND')?.values.percent;
    expect(percent).toBeGreaterThan(850);
    expect(found('WEEKDAY_WEEKEND')?.text).toContain(' % higher on weekdays (mean ');
    expect(found('CORRELATION')).toEqual({
      code: 'CORRELATION',
      text: 'a and b "x" move against each other (r = -1.00).',
      values: { a: 'a', b: 'b "x"', r: -1 },
    });
    expect(found('GAPS')).toMatchObject({
      text: `10 readings are missing in 1 gap at one reading every 30m; the longest, 10 readings of e0, is between ${instant(99)} and ${instant(110)}.`,
      values: { gaps: 1, missing: 10 },
    });
    expect(found('NULLS')?.text).toBe('a has no value in 1 of 662 readings (0.1511 %).');
    expect(found('SEASON')).toBeUndefined();
    expect(found('CONSTANT')).toBeUndefined();
  });

  test('correlates nothing with what does not vary where both have values', async () => {
    const line = (valuesAt: (step: number) => Pick<Reading, 'a' | 'b'>) =>
      Array.from(
        { length: 1_000 },
        (_, step): Reading => ({ entity: 0, step, tariff: null, ...valuesAt(step) }),
      );
    const flat = await profiled(line((step) => ({ a: 0.1, b: Math.sin(step) })));
    expect(flat.correlations).toEqual([{ a: 'a', b: 'b "x"', r: null }]);
    expect(flat.findings.filter(({ code }) => code === 'CORRELATION')).toEqual([]);
    const flatTogether = await profiled(
      line((step) => (step < 10 ? { a: step, b: null } : { a: 0.1, b: Math.sin(step) })),
    );
    expect(flatTogether.correlations).toEqual([{ a: 'a', b: 'b "x"', r: null }]);
  });

  test('names seasons by hemisphere, and constant columns', async () => {
    const some = [0, 48 * 100].map(
      (step): Reading => ({ entity: 0, step, a: step + 10, b: 5, tariff: null }),
    );
    const season = async (hemisphere: 'north' | 'south') =>
      (await profiled(some, { calendar: { hemisphere } })).findings.find((f) => f.code === 'SEASON')?.values;
    expect(await season('north')).toMatchObject({ highest: 'Summer', lowest: 'Spring' });
    expect(await season('south')).toMatchObject({ highest: 'Winter', lowest: 'Autumn' });
    const { findings } = await profiled(some);
    expect(findings.find((f) => f.code === 'CONSTANT')?.values).toEqual({ column: 'b "x"', value: 5 });
  });
});
