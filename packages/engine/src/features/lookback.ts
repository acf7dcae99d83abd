import { type Lookback, usedFamilies } from '@wattline/features';
import { durationMs, type Spec } from '@wattline/spec';

/** How far back the spec's features look, ms of intervals of the nominal length. */
const maxLookback = (spec: Spec): Lookback =>
  usedFamilies(spec).reduce<Lookback>(
    (most, { lookback }) =>
      most === 'unbounded' || lookback === 'unbounded' ? 'unbounded' : Math.max(most, lookback),
    0,
  );

/** The same in intervals; Infinity where there is no end. */
export const maxLookbackIntervals = (spec: Spec): number => {
  const lookback = maxLookback(spec);
  return lookback === 'unbounded'
    ? Number.POSITIVE_INFINITY
    : Math.ceil(lookback / durationMs(spec.interval));
};
