import { z } from 'zod';
import { Column } from '../../column.ts';
import { Aggregation } from '../../kinds/aggregation.ts';
import { kindKeys, kinds } from '../../kinds/kinds.ts';
import { kindOptions } from '../../kinds/options.ts';

const Value = z
  .strictObject({
    kind: z
      .enum(kindKeys)
      .optional()
      .describe(
        'What the numbers are: gauge (a state as measured, the default), register (a counter that grows), total (an amount for each reading’s own time), circular (a direction)',
      ),
    aggregate: z
      .array(Aggregation)
      .min(1)
      .optional()
      .meta({ default: ['mean'] })
      .describe('How the readings of an interval become one; each kind has a default of its own'),
    truncate: z.boolean().default(false).describe('Cut readings to whole numbers before anything else'),
    min: z.number().optional().describe('Readings below are refused'),
    max: z.number().optional().describe('Readings above are refused'),
    unit: z.string().optional(),
    missing: z.array(z.string()).optional().describe('Cells of this column that mean: no reading'),
    known: z
      .enum(['past', 'static', 'future'])
      .optional()
      .describe(
        'When its readings are known. past (default): once their interval is over, so training sets withhold what the interval of a label says; future: before it begins, as forecasts and tariffs are; static: always, since it never changes for an entity, as a floor area does',
      ),
    ...kindOptions,
  })
  .refine((value) => value.min === undefined || value.max === undefined || value.min <= value.max, {
    path: ['min'],
    message: 'must not be above max',
  })
  // A gauge is what there was before there were kinds: its spec does not mention them.
  .transform(({ kind, aggregate, ...value }) => ({
    ...value,
    ...(kind === undefined || kind === 'gauge' ? {} : { kind }),
    aggregate: aggregate ?? [...kinds[kind ?? 'gauge'].aggregate],
  }));
export type ValueOptions = z.output<typeof Value>;

export const ValuesOptions = z.record(Column, Value).describe('The columns to make features of');
export type ValuesOptions = z.output<typeof ValuesOptions>;
