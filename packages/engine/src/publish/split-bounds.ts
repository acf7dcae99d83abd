import { monthIndex, monthStart } from '@wattline/features';
import { calendarMonths, durationMs, type Spec } from '@wattline/spec';
import { fromLocalMs, toLocalMs } from '@wattline/time-zones';
import { z } from 'zod';
import { RejectedError } from '../errors.ts';

const Instant = z.iso.datetime();

/**
 * Where the splits begin, UTC, the same for all entities: train is every row before `validationFrom`,
 * validation every row from there to before `testFrom`, test the rest.
 */
export const SplitBounds = z.object({ validationFrom: Instant, testFrom: Instant });
export type SplitBounds = z.infer<typeof SplitBounds>;

const day = 86_400_000;

/** Starts of intervals, counted from the first: by elapsed time, and from a day on by local dates. */
const intervalGrid = (spec: Spec, fromMs: number) => {
  const zone = spec.time.zone;
  const months = calendarMonths(spec.interval);
  if (months !== undefined) {
    const first = monthIndex(toLocalMs(zone, fromMs), months);
    return {
      indexOf: (instant: number) => monthIndex(toLocalMs(zone, instant), months) - first,
      startOf: (index: number) => fromLocalMs(zone, monthStart(first + index, months)),
    };
  }
  const interval = durationMs(spec.interval);
  const local = interval >= day;
  const clock = (instant: number) => (local ? toLocalMs(zone, instant) : instant);
  return {
    /** The interval that an instant is in. */
    indexOf: (instant: number) => Math.floor((clock(instant) - clock(fromMs)) / interval),
    startOf: (index: number) => {
      const start = clock(fromMs) + index * interval;
      return local ? fromLocalMs(zone, start) : start;
    },
  };
};

/** Where the interval that begins at an instant ends, ms. */
export const intervalEnd = (spec: Spec, startMs: number): number => intervalGrid(spec, startMs).startOf(1);

/** A date is the midnight it begins with; what has no offset is local to the zone. */
const instantOf = (text: string, zone: string): number => {
  if (/(Z|[+-]\d\d:?\d\d)$/.test(text) && text.includes('T')) return Date.parse(text);
  return fromLocalMs(zone, Date.parse(`${text.includes('T') ? text : `${text}T00:00`}Z`));
};

/**
 * Splits the time from the first row's interval to the last row's.
 *
 * Fractions count intervals, rounded to the nearest. A date inside an interval puts that interval after the bound,
 * since it has readings from after it.
 * @param span first and last `event_timestamp` of all feature rows
 * @throws RejectedError where no interval is left to train on, or test would begin before validation
 */
export const splitBounds = (
  spec: Spec,
  span: { readonly from: string; readonly to: string },
): SplitBounds => {
  const fromMs = Date.parse(span.from);
  const grid = intervalGrid(spec, fromMs);
  const { split } = spec;
  const intervals = grid.indexOf(Date.parse(span.to)) + 1;
  const [validation, test] =
    'train' in split
      ? [Math.round(split.train * intervals), Math.round((split.train + split.validation) * intervals)]
      : [
          grid.indexOf(instantOf(split.validationFrom, spec.time.zone)),
          grid.indexOf(instantOf(split.testFrom, spec.time.zone)),
        ];
  if (validation <= 0) {
    throw new RejectedError('SPLIT_WITHOUT_TRAINING', 'The split leaves no row to train on', {
      remedy: `Set split so that train has at least one interval of ${spec.interval} after ${span.from}`,
      place: { value: JSON.stringify(split) },
    });
  }
  if (test < validation) {
    throw new RejectedError('SPLIT_OUT_OF_ORDER', 'The test split begins before the validation split', {
      remedy: 'Set split.testFrom to split.validationFrom or later',
      place: { value: JSON.stringify(split) },
    });
  }
  const instant = (index: number) => new Date(grid.startOf(index)).toISOString();
  return { validationFrom: instant(validation), testFrom: instant(test) };
};
