import { Spec, type SpecInput } from '@wattline/spec';
import { describe, expect, test } from 'vitest';
import { featureFrame, rowsOf } from './testing/frames.ts';
import type { Reading } from './testing/reference.ts';

const HOUR = 3_600_000;
const start = Date.UTC(2023, 0, 10);

const specOf = (value: SpecInput['values'][string], more: Partial<SpecInput> = {}): Spec =>
  Spec.parse({
    time: { column: 'time', cadence: '30m' },
    entity: 'entity',
    values: { x: value },
    calendar: { fields: [] },
    coverage: false,
    lags: { by: [] },
    ...more,
  });

/** Readings of one entity, each so many hours after the start. */
const readingsAt = (cells: readonly (readonly [hours: number, x: number | null])[]): Reading[] =>
  cells.map(([hours, x]) => ({ entity: 'a', at: start + hours * HOUR, values: { x }, words: {} }));

/** Of each hour from the start on, a column. */
const columnOf = async (spec: Spec, readings: readonly Reading[], name: string): Promise<unknown[]> =>
  rowsOf(await featureFrame(spec, readings)).map((row) => row[name]);

describe('a direction', () => {
  const spec = specOf({ kind: 'circular', aggregate: ['mean', 'std', 'first', 'last', 'count'] });

  test.each([
    ['across north', [350, 10], 0],
    ['a little east of north', [350, 20], 5],
    ['as numbers without a turn', [80, 100], 90],
    // cos: (1 + 1 + 0) / 3, sin: 1 / 3, so tan is 1/2.
    ['of uneven weights', [0, 0, 90], 26.565051177],
    ['of one reading', [271.5, null], 271.5],
    ['written with a sign', [-20, -40], 330],
    ['of a full turn', [360, 360], 0],
  ])('has the mean of its vectors: %s', async (_, cells, mean) => {
    const readings = readingsAt(cells.map((cell, index) => [index / 4, cell]));
    expect(await columnOf(spec, readings, 'x_mean')).toEqual([mean]);
  });

  test('has no mean where its vectors cancel each other out', async () => {
    const readings = readingsAt([
      [0, 0],
      [0.5, 180],
      [1, null],
      [2, 45],
    ]);
    expect(await columnOf(spec, readings, 'x_mean')).toEqual([null, null, 45]);
  });

  test('spreads as √(−2 ln R)', async () => {
    // 60° apart: R is cos 30° = 0.8660254, √(0.2876821) is 0.5363600 rad, 30.73117°.
    const rows = rowsOf(
      await featureFrame(
        spec,
        readingsAt([
          [0, 330],
          [0.5, 30],
          [1, 7],
          [1.5, 7],
          [2, 7],
        ]),
      ),
    );
    expect(rows.map(({ x_std }) => x_std)).toEqual([30.731166, 0, null]);
    expect(rows.map(({ x_first, x_last, x_count }) => [x_first, x_last, x_count])).toEqual([
      [330, 30, 2],
      [7, 7, 2],
      [7, 7, 1],
    ]);
  });

  test('turns by its own period', async () => {
    const hours = specOf({ kind: 'circular', period: 24 });
    expect(
      await columnOf(
        hours,
        readingsAt([
          [0, 23],
          [0.5, 2],
        ]),
        'x_mean',
      ),
    ).toEqual([0.5]);
  });
});

describe('a spec', () => {
  const problems = (value: SpecInput['values'][string], more?: Partial<SpecInput>): string[] => {
    try {
      specOf(value, more);
      return [];
    } catch (error) {
      const { issues } = error as { issues: { message: string; params?: { remedy?: string } }[] };
      return issues.map(({ message, params }) => `${message}: ${params?.remedy}`);
    }
  };

  test.each<[SpecInput['values'][string], string]>([
    [
      { kind: 'circular', aggregate: ['max'] },
      'max of x means nothing: it is circular: write one of mean, std, first, last, count (mean where aggregate is left out), or another kind',
    ],
    [
      { kind: 'circular', truncate: true },
      'x is circular: readings of that kind are not cut to whole numbers: remove truncate, or kind',
    ],
    [{ period: 360 }, 'period says nothing of x, which is gauge: remove period, or write kind: circular'],
  ])('is refused where it asks for what has no meaning: %o', (value, problem) => {
    expect(problems(value)).toEqual([problem]);
  });

  test('that says gauge is the spec that says nothing', () => {
    expect(specOf({ kind: 'gauge' })).toEqual(specOf({}));
    expect(Object.keys(specOf({}).values.x ?? {})).not.toContain('kind');
  });
});
