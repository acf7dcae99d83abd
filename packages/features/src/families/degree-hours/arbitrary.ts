import fc from 'fast-check';
import { chosen, someOf } from '../../testing/arbitraries.ts';
import type { OptionsArbitrary } from '../../testing/options-arbitrary.ts';

const arbitrary: OptionsArbitrary<'degreeHours'> = (world) =>
  fc.record({
    columns: chosen(world),
    kinds: someOf(['heating', 'cooling'] as const),
    base: fc.constantFrom(18, 15.5, -2),
  });
export default arbitrary;
