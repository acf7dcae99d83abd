import { z } from 'zod';

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
]);
export type CalendarField = z.infer<typeof CalendarField>;

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
  holidays: z
    .strictObject({
      country: z.string().regex(/^[A-Z]{2}$/, 'must be a two-letter ISO 3166 code'),
      region: z.string().optional(),
    })
    .optional()
    .describe('Whose public holidays IsHoliday marks'),
});

export const CalendarOptions = Calendar.default(() => Calendar.parse({}));
export type CalendarOptions = z.output<typeof CalendarOptions>;
