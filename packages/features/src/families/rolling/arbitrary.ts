import fc from 'fast-check';
import { chosen, durations, someOf } from '../../testing/arbitraries.ts';
import type { OptionsArbitrary } from '../../testing/options-arbitrary.ts';

const arbitrary: OptionsArbitrary<'rolling'> = (world) =>
  fc.record({
    windows: durations(world, 40),
    statistics: someOf(['mean', 'min', 'max', 'std'] as const),
    columns: chosen(world),
  });
export default arbitrary;
