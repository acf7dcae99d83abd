import fc from 'fast-check';
import type { OptionsArbitrary } from '../../testing/options-arbitrary.ts';

const arbitrary: OptionsArbitrary<'fourier'> = ({ duration }) => {
  const own = fc
    .uniqueArray(fc.integer({ min: 3, max: 11 }), { minLength: 1, maxLength: 2 })
    .chain((counts) =>
      fc.tuple(
        ...counts.map((count) =>
          fc.record({
            period: fc.constant(duration(count)),
            terms: fc.integer({ min: 1, max: Math.ceil(count / 2) - 1 }),
          }),
        ),
      ),
    );
  const years = fc.constantFrom([], [{ period: '1y', terms: 2 }], [{ period: '2y' }]);
  return fc.record({
    periods: fc.tuple(own, years).map(([some, more]) => [...some, ...more]),
    clock: fc.constantFrom('wall', 'elapsed'),
  });
};
export default arbitrary;
