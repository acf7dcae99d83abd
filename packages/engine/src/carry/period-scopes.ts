import { calendarMonths, durationMs, type Spec } from '@wattline/spec';
import { amountsOf } from '../features/aggregates.ts';
import { maxLookbackIntervals } from '../features/lookback.ts';
import { readingStepOf, usualStep } from '../features/reading-step.ts';
import { type ReadingPeriod, readingPeriods } from '../periods/reading-periods.ts';
import type { Bucket } from '../plan.ts';

const DAY = 86_400_000;
/** More than any month has, and than clocks change by. */
const MONTH = 32 * DAY;
const SLACK = 3 * DAY;

/** What the features of one period of a bucket are made of. */
export interface PeriodScope {
  readonly period: string;
  /** Readings and grid from `from` on, before `until`, ms. */
  readonly from: number;
  readonly until: number;
  /** And amounts of readings so far around. */
  readonly reachMs: number;
}

/** Whether intervals begin where partition periods do. */
const endsWithPeriods = ({ interval, partition }: Spec): boolean => {
  const months = calendarMonths(interval);
  if (months === undefined) return DAY % durationMs(interval) === 0;
  return partition.period !== 'day' && (partition.period === 'year' ? 12 : 1) % months === 0;
};

const longest = (duration: string): number => {
  const months = calendarMonths(duration);
  return months === undefined ? durationMs(duration) : months * MONTH;
};

/** How far an amount's time may lie from its reading; undefined where there is no end, as between readings of a register. */
const reachOf = (spec: Spec, bucket: Bucket): number | undefined => {
  const amounts = amountsOf(spec);
  if (amounts.length === 0) return 0;
  if (amounts.some(({ since }) => since !== undefined)) return undefined;
  const step = readingStepOf(spec, bucket);
  if (step === 'each') return undefined;
  return Math.max(step, usualStep(spec), longest(spec.time.cadence ?? spec.interval));
};

/** Readings whose steps are their own come at least so often. */
const LONGEST_STEP = 100 * DAY;

/**
 * The periods in which a bucket that is made whole may have rows: those of its readings, and where its first interval
 * begins earlier, or an amount ends later. Some may have none.
 */
export const periodsOfRows = (spec: Spec, bucket: Bucket): ReadingPeriod[] => {
  const slack = endsWithPeriods(spec) ? 0 : longest(spec.interval) + SLACK;
  const tail = amountsOf(spec).length > 0 && bucket.step === 'each' ? LONGEST_STEP : 0;
  return readingPeriods(spec, {
    from: Date.parse(bucket.from) - slack,
    to: Date.parse(bucket.to) + slack + tail,
  });
};

/**
 * For each period of a bucket, what its features are made of; undefined where each may be made of all readings.
 *
 * Wider than need be, and never narrower.
 */
export const periodScopes = (spec: Spec, bucket: Bucket): PeriodScope[] | undefined => {
  const reachMs = reachOf(spec, bucket);
  if (reachMs === undefined || bucket.step === 'each') return undefined;
  const slack = endsWithPeriods(spec) ? 0 : longest(spec.interval) + SLACK;
  const [first, last] = [Date.parse(bucket.from) - reachMs - slack, Date.parse(bucket.to) + reachMs + slack];
  const intervals = maxLookbackIntervals(spec);
  const history = intervals === 0 ? 0 : (intervals + 1) * longest(spec.interval) + SLACK;
  return readingPeriods(spec, { from: first, to: last }).map(({ period, from, until }) => ({
    period,
    from: Number.isFinite(history) ? from - history - slack : first,
    until: until + slack,
    reachMs,
  }));
};
