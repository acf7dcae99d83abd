import fc from 'fast-check';
import { chosen, someOf } from '../../testing/arbitraries.ts';
import type { OptionsArbitrary } from '../../testing/options-arbitrary.ts';

const arbitrary: OptionsArbitrary<'since'> = (world) =>
  fc.record({
    of: someOf(['reading', 'value', 'change'] as const),
    within: fc.integer({ min: 1, max: 40 }).map(world.duration),
    columns: chosen(world),
  });
export default arbitrary;
