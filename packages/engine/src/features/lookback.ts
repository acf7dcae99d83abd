import { type Lookback, usedFamilies } from '@wattline/features';
import { durationMs, type Spec } from '@wattline/spec';

/** How far back the spec's features look, ms of intervals of the nominal length. */
const maxLookback = (spec: Spec): Lookback =>
  usedFamilies(spec).reduce<Lookback>(
    (most, { lookback }) =>
      most === 'unbounded' || lookback === 'unbounded' ? 'unbounded' : Math.max(most, lookback),
    0,
  );

/**
 * How many of an entity's first intervals have not all of their history: as many as a row looks back. What looks back to the
 * beginning has all of it from there on.
 */
export const warmupIntervals = (spec: Spec): number => {
  const bounded = usedFamilies(spec).flatMap(({ lookback }) => (lookback === 'unbounded' ? [] : [lookback]));
  return Math.ceil(Math.max(0, ...bounded) / durationMs(spec.interval));
};

/** How far back the features look, in intervals; Infinity where there is no end. */
export const maxLookbackIntervals = (spec: Spec): number => {
  const lookback = maxLookback(spec);
  return lookback === 'unbounded'
    ? Number.POSITIVE_INFINITY
    : Math.ceil(lookback / durationMs(spec.interval));
};
