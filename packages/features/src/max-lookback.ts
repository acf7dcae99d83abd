import { durationMs } from './duration.ts';
import { type FeatureSpec, familiesMadeOf } from './families.ts';

/** Of columns that count rows, not time. */
const NO_SERIES = {
  first: 0,
  localOf: () => Number.NaN,
  rowAt: () => undefined,
  expectedOf: () => Number.NaN,
};

/** How many intervals before its own the columns of a row are made of, at most; of `grid: observed`, rows. Infinity: all of them. */
export const maxLookback = (spec: FeatureSpec): number =>
  Math.max(
    0,
    ...familiesMadeOf('series', spec).map(({ lookback, rowsBack }) => {
      const rows = rowsBack()({ ...NO_SERIES, readings: [], columns: {} }, 0).map(({ from }) => from);
      // One more, where clocks make the intervals of a day more than usual.
      const time = lookback === 'unbounded' ? 0 : Math.ceil(lookback / durationMs(spec.interval)) + 1;
      return Math.max(time, ...rows);
    }),
  );
