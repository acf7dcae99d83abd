import { z } from 'zod';
import { Column } from '../../column.ts';

export const Aggregation = z.enum(['mean', 'sum', 'min', 'max', 'std', 'first', 'last', 'count']);
export type Aggregation = z.infer<typeof Aggregation>;

const Value = z
  .strictObject({
    aggregate: z.array(Aggregation).min(1).default(['mean']),
    truncate: z.boolean().default(false).describe('Cut readings to whole numbers before anything else'),
    min: z.number().optional().describe('Readings below are refused'),
    max: z.number().optional().describe('Readings above are refused'),
    unit: z.string().optional(),
    missing: z.array(z.string()).optional().describe('Cells of this column that mean: no reading'),
    known: z
      .enum(['future'])
      .optional()
      .describe(
        'future: known before its interval begins, as forecasts and tariffs are; else training sets withhold what its own interval says',
      ),
  })
  .refine((value) => value.min === undefined || value.max === undefined || value.min <= value.max, {
    path: ['min'],
    message: 'must not be above max',
  });

export const ValuesOptions = z.record(Column, Value).describe('The columns to make features of');
export type ValuesOptions = z.output<typeof ValuesOptions>;
