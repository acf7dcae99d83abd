import { z } from 'zod';
import { Duration } from '../duration.ts';

/** Keys of `values.X` that columns of some kinds alone have. */
export const kindOptions = {
  period: z.number().positive().optional().describe('circular: where the numbers begin again (default: 360)'),
  rollsOverAt: z
    .number()
    .positive()
    .optional()
    .describe('register: where it begins again at 0, such as 100000; found out where readings show it'),
  onReset: z
    .enum(['from-zero', 'unknown'])
    .optional()
    .describe(
      'register: what it counted as it went back to 0: what it shows since (from-zero, the default), or unknown',
    ),
  onExchange: z
    .enum(['unknown', 'nothing'])
    .optional()
    .describe(
      'register: what it counted as it jumped to another level, as an exchanged meter does: unknown (the default), or nothing',
    ),
  mostPerHour: z
    .number()
    .positive()
    .optional()
    .describe('register: more in an hour is a jump (default: 100 times the usual)'),
  bridge: Duration.optional().describe(
    'register: what it counted in a longer time without a reading is unknown (default: it is spread evenly, however long)',
  ),
};

const KindOptions = z.object(kindOptions);
export type KindOptions = z.output<typeof KindOptions>;
export type KindOption = keyof KindOptions;

export const isKindOption = (key: string): key is KindOption => Object.hasOwn(kindOptions, key);
