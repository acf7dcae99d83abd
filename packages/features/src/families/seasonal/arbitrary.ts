import fc from 'fast-check';
import { chosen, someOf } from '../../testing/arbitraries.ts';
import type { OptionsArbitrary } from '../../testing/options-arbitrary.ts';

const arbitrary: OptionsArbitrary<'seasonal'> = (world) =>
  fc.record({
    seasons: fc.uniqueArray(
      fc.record({
        every: fc.integer({ min: 1, max: 9 }).map(world.duration),
        last: fc.integer({ min: 1, max: 6 }),
      }),
      { minLength: 1, maxLength: 2, selector: ({ every, last }) => `${every} ${last}` },
    ),
    statistics: someOf(['mean', 'min', 'max', 'std', 'median'] as const),
    clock: fc.constantFrom('wall', 'elapsed'),
    columns: chosen(world),
  });
export default arbitrary;
