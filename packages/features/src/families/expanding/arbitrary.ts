import fc from 'fast-check';
import { chosen, someOf } from '../../testing/arbitraries.ts';
import type { OptionsArbitrary } from '../../testing/options-arbitrary.ts';

const arbitrary: OptionsArbitrary<'expanding'> = (world) =>
  fc.record({
    statistics: someOf(['mean', 'min', 'max', 'std', 'count'] as const),
    columns: chosen(world),
  });
export default arbitrary;
