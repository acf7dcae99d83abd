import fc from 'fast-check';
import { chosen, someOf } from '../../testing/arbitraries.ts';
import type { OptionsArbitrary } from '../../testing/options-arbitrary.ts';

const arbitrary: OptionsArbitrary<'lagPairs'> = (world) => {
  const duration = fc.integer({ min: 1, max: 13 }).map(world.duration);
  const side = fc.oneof(
    duration,
    duration.map((mean) => ({ mean })),
  );
  return fc.record({
    pairs: fc.uniqueArray(fc.tuple(side, side), {
      minLength: 1,
      maxLength: 2,
      selector: (pair) => JSON.stringify(pair),
    }),
    as: someOf(['difference', 'ratio'] as const),
    clock: fc.constantFrom('elapsed', 'wall'),
    columns: chosen(world),
  });
};
export default arbitrary;
