import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineFamily, type Family } from './definition.ts';
import type { Transformation } from './frame.ts';
import { optionsArbitrary } from './testing/options-arbitrary.ts';

const whole = {
  key: 'doubled' as const,
  summary: 'Twice a value',
  grain: 'series' as const,
  options: z.strictObject({ columns: z.array(z.string()) }).optional(),
  example: { columns: ['load_mean'] },
  availability: 'same-interval' as const,
  scaled: true,
  lookback: () => 0,
  columns: () => [],
  apply: (): Transformation => (frame) => frame,
  rowsBack: () => () => [],
  online: () => () => [],
} satisfies Family<{ columns: string[] }>;

test('a family without one of its fields is a type error', () => {
  const { availability: _a, ...withoutAvailability } = whole;
  const { scaled: _s, ...withoutScaled } = whole;
  const { lookback: _l, ...withoutLookback } = whole;
  const { online: _o, ...withoutOnline } = whole;
  const { apply: _p, ...withoutApply } = whole;
  const { rowsBack: _r, ...withoutRowsBack } = whole;
  // Checked by npm run check: an expected error that is none is one.
  const families = [
    defineFamily(whole),
    // @ts-expect-error
    defineFamily(withoutAvailability),
    // @ts-expect-error
    defineFamily(withoutScaled),
    // @ts-expect-error
    defineFamily(withoutLookback),
    // @ts-expect-error
    defineFamily(withoutOnline),
    // @ts-expect-error
    defineFamily(withoutApply),
    // @ts-expect-error
    defineFamily(withoutRowsBack),
  ];
  expect(families.map((family) => Object.keys(family).length)).toEqual([12, 11, 11, 11, 11, 11, 11]);
});

test('a family without random options for the tests fails them with the file to write', async () => {
  await expect(optionsArbitrary('doubled' as never)).rejects.toThrow(
    /^The family doubled has no options to be tested with: write .*families\/doubled\/arbitrary\.ts$/,
  );
});
