import { z } from 'zod';
import { HolidaysOf } from '../../local/holidays.ts';

export const CalendarField = z.enum([
  'Year',
  'Month',
  'Day',
  'Hour',
  'Minute',
  'Weekday',
  'DayOfYear',
  'WeekOfYear',
  'Quarter',
  'IsWeekend',
  'TimeOfDay',
  'Season',
  'IsHoliday',
  'DaysToHoliday',
  'DaysSinceHoliday',
  'IsBridgeDay',
]);
export type CalendarField = z.infer<typeof CalendarField>;

/** Those that are made of public holidays. */
export const HolidayField = CalendarField.extract([
  'IsHoliday',
  'DaysToHoliday',
  'DaysSinceHoliday',
  'IsBridgeDay',
]);
export type HolidayField = z.infer<typeof HolidayField>;

export const CyclicalField = z.enum([
  'Minute',
  'Hour',
  'Weekday',
  'Month',
  'DayOfYear',
  'WeekOfYear',
  'Quarter',
]);
export type CyclicalField = z.infer<typeof CyclicalField>;

const Calendar = z.strictObject({
  fields: z
    .array(CalendarField)
    .default(['Year', 'Month', 'Day', 'Hour', 'Weekday', 'IsWeekend', 'TimeOfDay', 'Season'])
    .describe('TimeOfDay and Season become one column for each of their values'),
  cyclical: z.array(CyclicalField).default([]).describe('Sine and cosine of each'),
  hemisphere: z.enum(['north', 'south']).default('north'),
  holidays: HolidaysOf.optional().describe(
    'Whose public holidays IsHoliday, DaysToHoliday, DaysSinceHoliday and IsBridgeDay are of: country, and region where the library knows it',
  ),
});

export const CalendarOptions = Calendar.default(() => Calendar.parse({}));
export type CalendarOptions = z.output<typeof CalendarOptions>;
