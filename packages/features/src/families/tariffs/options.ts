import { z } from 'zod';
import { HolidaysOf } from '../../local/holidays.ts';
import { Times } from '../../local/times.ts';

const Band = z.strictObject({
  name: z.string().regex(/^[A-Za-z][A-Za-z0-9_]*$/, 'must be letters, digits and _, and begin with a letter'),
  price: z.number().optional(),
  when: z.array(Times).min(1).optional(),
});

export const Tariffs = z.strictObject({
  bands: z
    .array(Band)
    .min(1)
    .max(50)
    .describe(
      'Each with its name, its price if all have one, and when it holds: one of several, each of days (Mon to Sun), hours (17:00-20:00, or over midnight 22:00-06:00, by the date of each hour) and season (from 11-01 until 03-31, both within). The first that holds counts; one without when, the last, has what remains',
    ),
  unit: z.string().min(1).optional().describe('Of the prices, for example EUR/kWh'),
  holidays: HolidaysOf.optional().describe(
    'Whose public holidays (country, region) count as Sundays; without it, none do',
  ),
});
export type Tariffs = z.output<typeof Tariffs>;
