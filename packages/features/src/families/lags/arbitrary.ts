import fc from 'fast-check';
import { chosen, durations } from '../../testing/arbitraries.ts';
import type { OptionsArbitrary } from '../../testing/options-arbitrary.ts';

const arbitrary: OptionsArbitrary<'lags'> = (world) =>
  fc.record(
    {
      by: durations(world),
      clock: fc.constantFrom('elapsed', 'wall', 'rows'),
      fill: fc.constantFrom(0, -1.5),
      columns: chosen(world),
    },
    { requiredKeys: ['by', 'clock', 'columns'] },
  );
export default arbitrary;
