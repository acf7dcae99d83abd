import { calendarMonths, type Duration, durationMs } from './duration.ts';

/** UTC, Datetime('ms'): from when on a row can be known. */
export const AVAILABLE_AT = 'available_at';

const DAY = 86_400_000;

const longestMs = (duration: Duration): number => {
  const months = calendarMonths(duration);
  return months === undefined ? durationMs(duration) : months * 31 * DAY;
};

const shortestMs = (duration: Duration): number => {
  const months = calendarMonths(duration);
  return months === undefined ? durationMs(duration) : months * 28 * DAY;
};

/**
 * How long after its interval's end a row can be known, ms: as readings are declared to come. A reading of several
 * intervals tells of the first of them once the last is over.
 */
export const availableAfterMs = ({
  time,
  interval,
}: {
  readonly time: { readonly delay?: Duration | undefined; readonly cadence?: Duration | undefined };
  readonly interval: Duration;
}): number => {
  const delay = time.delay === undefined ? 0 : durationMs(time.delay);
  const cadence = time.cadence ?? interval;
  const isFiner = durationMs(cadence) > durationMs(interval);
  return delay + (isFiner ? longestMs(cadence) - shortestMs(interval) : 0);
};
