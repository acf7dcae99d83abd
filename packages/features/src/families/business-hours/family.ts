import { z } from 'zod';
import { type ColumnDraft, defineFamily, type Value } from '../../definition.ts';
import { dayOf } from '../../local/days.ts';
import { HolidaysOf, holidaysOf } from '../../local/holidays.ts';
import { Hours, requireWholeTimes, timesTest, Weekday } from '../../local/times.ts';
import { oncePerInterval } from '../../once-per-interval.ts';
import type { Interval } from '../../online.ts';

const BusinessHours = z.strictObject({
  days: z.array(Weekday).min(1).default(['Mon', 'Tue', 'Wed', 'Thu', 'Fri']),
  hours: z
    .array(Hours)
    .min(1)
    .default(['08:00-18:00'])
    .describe('Times of the local clock, each until before its end; over midnight by the date of each hour'),
  holidays: HolidaysOf.optional().describe(
    'Whose public holidays (country, region) are off; without it, none are',
  ),
});
type BusinessHours = z.output<typeof BusinessHours>;

const columns: readonly ColumnDraft[] = [
  {
    name: 'business_hours',
    kind: 'business-hours',
    dtype: 'Int64',
    sources: [],
    unit: undefined,
    description: '1 where the interval’s local start is in business hours',
  },
];

const valuesOf = ({ days, hours, holidays: where }: BusinessHours): ((interval: Interval) => Value[]) => {
  const holidays = where && holidaysOf(where, 'businessHours.holidays');
  const isOpen = timesTest({ days, hours }, undefined);
  return ({ local }) => [isOpen(local) && holidays?.isHoliday(dayOf(local)) !== true ? 1 : 0];
};

export const businessHours = defineFamily({
  key: 'businessHours',
  summary: 'Whether the interval begins in business hours',
  grain: 'calendar',
  options: BusinessHours.optional().describe('Business hours by weekday and hour, holidays off'),
  example: { hours: ['08:00-12:00', '14:00-18:00'], holidays: { country: 'FR' } },
  availability: 'calendar',
  scaled: false,
  lookback: () => 0,
  columns: () => columns,
  check: ({ hours }, context, addIssue) =>
    requireWholeTimes(
      hours.map((text, i) => ({ path: ['hours', i], hours: text })),
      context,
      addIssue,
    ),
  apply: (options, context) => oncePerInterval(columns, valuesOf(options), context),
  online: (options) => valuesOf(options),
});
