import { availableAfterMs } from '@wattline/features';
import type { Spec } from '@wattline/spec';
import { calendarMonths, type Duration, durationMs } from '@wattline/spec';
import { fixedOffsetMs } from '@wattline/time-zones';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** No interval is shorter: months have 28 days or more, and where clocks go forward an hour is missing. */
const shortestMs = (interval: Duration, zone: string): number => {
  const months = calendarMonths(interval);
  const ms = months === undefined ? durationMs(interval) : months * 28 * DAY;
  return ms > HOUR && fixedOffsetMs(zone) === undefined ? ms - HOUR : ms;
};

/** How many intervals ended after the last one of which the readings are there, at most: as they are declared to come. */
export const intervalsLate = (spec: Pick<Spec, 'time' | 'interval'>): number =>
  Math.ceil(availableAfterMs(spec) / shortestMs(spec.interval, spec.time.zone));
