import { z } from 'zod';
import type { FamilyContext } from '../context.ts';
import type { AddIssue } from '../definition.ts';
import { calendarMonths, durationMs } from '../duration.ts';
import { dayOf, dayStart, weekdayOf } from './days.ts';
import type { Holidays } from './holidays.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

export const Weekday = z.enum(['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']);
const SUNDAY = 6;

/** From one time of the day until before another; where that is the earlier one, over midnight. */
export const Hours = z
  .string()
  .regex(
    /^(?:[01]\d|2[0-3]):[0-5]\d-(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/,
    'must be two times of the day, for example 17:00-20:00',
  )
  .refine(
    (text) => text.slice(0, 5) !== text.slice(6),
    'must be two different times, all day is 00:00-24:00',
  );

const MonthDay = z
  .string()
  .regex(/^(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/, 'must be a month and a day, for example 11-01');

/** Times of the local clock: all that is said has to hold. */
export const Times = z.strictObject({
  days: z.array(Weekday).min(1).optional(),
  hours: z.array(Hours).min(1).optional(),
  season: z.strictObject({ from: MonthDay, until: MonthDay }).optional(),
});
type Times = z.output<typeof Times>;

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
const minutesOf = (hours: string): readonly [from: number, until: number] => [
  minuteOf(hours.slice(0, 5)),
  minuteOf(hours.slice(6)),
];
/** November 1 as 1101. */
const monthDayOf = (text: string): number => Number(text.replace('-', ''));

/** Whether a local time (ms) is one of these. `holidays` count as Sundays. */
export const timesTest = (
  { days, hours, season }: Times,
  holidays: Holidays | undefined,
): ((local: number) => boolean) => {
  const weekdays = days && new Set(days.map((day) => Weekday.options.indexOf(day)));
  const spans = hours?.map(minutesOf);
  const [first, last] = season === undefined ? [] : [season.from, season.until].map(monthDayOf);
  const isIn = (at: number, from: number, until: number): boolean =>
    from < until ? at >= from && at < until : at >= from || at < until;
  return (local) => {
    const day = dayOf(local);
    if (weekdays !== undefined && !weekdays.has(holidays?.isHoliday(day) ? SUNDAY : weekdayOf(day)))
      return false;
    const minute = (local - dayStart(day)) / MINUTE;
    if (spans !== undefined && !spans.some(([from, until]) => isIn(minute, from, until))) return false;
    if (first === undefined || last === undefined) return true;
    const date = new Date(local);
    // A season has its last day.
    return isIn((date.getUTCMonth() + 1) * 100 + date.getUTCDate(), first, last + 1);
  };
};

/** Reports hours that begin or end within an interval, and intervals that are no parts of a day. */
export const requireWholeTimes = (
  hours: readonly { readonly path: readonly (string | number)[]; readonly hours: string }[],
  { interval }: FamilyContext,
  addIssue: AddIssue,
): void => {
  const ms = durationMs(interval);
  if (calendarMonths(interval) !== undefined || DAY % ms !== 0) {
    addIssue(
      [],
      `an interval of ${interval} is no part of a day, and may hold several of these times`,
      'set interval to a part of a day (15m, 1h, 6h) or 1d, or leave this out',
    );
    return;
  }
  for (const { path, hours: text } of hours) {
    if (minutesOf(text).every((minute) => (minute * MINUTE) % ms === 0)) continue;
    addIssue(
      path,
      `${text} begins or ends within an interval of ${interval}`,
      'write times at which an interval begins, or set a shorter interval',
    );
  }
};
