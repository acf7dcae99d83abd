import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isoMoment } from './iso.ts';

const part = fc.integer({ min: 0, max: 62 });

/** Like `2017-12-01T04:50:00`, and some that are not. */
const written = fc
  .tuple(
    fc.integer({ min: 0, max: 9_999 }),
    fc.tuple(part, part, part, part, part),
    fc.constantFrom('T', ' ', 't', '-'),
    fc.constantFrom('', 'Z', '.0', '+00:00'),
  )
  .map(([year, [month, day, ...clock], middle, zone]) => {
    const two = (number: number): string => String(number).padStart(2, '0');
    return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}${middle}${clock.map(two).join(':')}${zone}`;
  });

test('a time of whole seconds is the one of no hundredths', () => {
  fc.assert(
    fc.property(written, (text) => {
      // With hundredths, each part is looked at by itself.
      const longer = text.replace(/^(.{19})(Z?)$/, '$1.00$2');
      expect(isoMoment(text)).toEqual(isoMoment(longer));
    }),
    { numRuns: 20_000 },
  );
});

test('each day of a leap year and of another is itself', () => {
  for (const year of [2023, 2024])
    for (let at = Date.UTC(year, 0, 1, 5, 7, 9); at < Date.UTC(year + 1, 0); at += 86_400_000)
      expect(isoMoment(new Date(at).toISOString().slice(0, 19))).toEqual({ wall: at, offset: undefined });
  expect(isoMoment('2024-02-29T24:00:00')?.wall).toBe(Date.UTC(2024, 2, 1));
  expect(['2023-02-29T00:00:00', '2024-13-01T00:00:00', '2024-01-01T00:60:00'].map(isoMoment)).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
