import fc from 'fast-check';
import { chosen, durations, someOf } from '../../testing/arbitraries.ts';
import type { OptionsArbitrary } from '../../testing/options-arbitrary.ts';

const arbitrary: OptionsArbitrary<'rolling'> = (world) =>
  fc.record(
    {
      windows: durations(world, 40),
      statistics: someOf(['mean', 'min', 'max', 'std', 'sum', 'count', 'median', 'slope'] as const, 4),
      quantiles: someOf([0, 0.025, 0.1, 0.5, 0.9, 1], 2),
      lags: durations(world, 9),
      columns: chosen(world),
    },
    { requiredKeys: ['windows', 'statistics', 'columns'] },
  );
export default arbitrary;
