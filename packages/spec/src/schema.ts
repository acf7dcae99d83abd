import { z } from 'zod';
import { Column, Entity } from './column.ts';
import { checkConsistency } from './consistency.ts';
import { Duration } from './duration.ts';
import { File } from './file-section.ts';
import { Layout } from './layout-section.ts';
import { Time } from './time-section.ts';

export const Aggregation = z.enum(['mean', 'sum', 'min', 'max', 'std', 'first', 'last', 'count']);
export type Aggregation = z.infer<typeof Aggregation>;

const Value = z
  .strictObject({
    aggregate: z.array(Aggregation).min(1).default(['mean']),
    truncate: z.boolean().default(false).describe('Cut readings to whole numbers before anything else'),
    min: z.number().optional().describe('Readings below are refused'),
    max: z.number().optional().describe('Readings above are refused'),
    unit: z.string().optional(),
    kind: z
      .enum(['gauge', 'register', 'circular', 'total'])
      .optional()
      .describe(
        'gauge: a level (default); register: a counter that only grows; circular: an angle in degrees; total: an amount per reading',
      ),
    missing: z.array(z.string()).optional().describe('Cells of this column that mean: no reading'),
  })
  .refine((value) => value.min === undefined || value.max === undefined || value.min <= value.max, {
    path: ['min'],
    message: 'must not be above max',
  });

const Category = z.strictObject({
  vocabulary: z
    .array(z.string())
    .min(1)
    .describe('The values that get a column each, in this order; others count as none'),
  aggregate: z.enum(['first', 'last', 'max', 'mean']).default('first'),
});

export const CalendarField = z.enum([
  'Year',
  'Month',
  'Day',
  'Hour',
  'Weekday',
  'DayOfYear',
  'IsWeekend',
  'TimeOfDay',
  'Season',
  'IsHoliday',
]);
export type CalendarField = z.infer<typeof CalendarField>;

export const CyclicalField = z.enum(['Hour', 'Weekday', 'Month', 'DayOfYear']);
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

const Columns = z.union([z.literal('all'), z.array(Column).min(1)]).default('all');

const Lags = z.strictObject({
  by: z.array(Duration).default(['4h', '8h', '12h', '24h', '48h']),
  clock: z
    .enum(['elapsed', 'wall', 'rows'])
    .default('elapsed')
    .describe('elapsed: hours that passed; wall: the same local time; rows: by position, as notebooks do'),
  fill: z.number().optional().describe('What stands where there is no history, instead of null'),
  columns: Columns.describe('Aggregated columns to lag'),
});

export const RollingStatistic = z.enum(['mean', 'min', 'max', 'std']);
export type RollingStatistic = z.infer<typeof RollingStatistic>;

const Rolling = z.strictObject({
  windows: z.array(Duration).default([]),
  statistics: z.array(RollingStatistic).min(1).default(['mean', 'min', 'max', 'std']),
  columns: Columns.describe('Aggregated columns; a window ends before the row it belongs to'),
});

const Differences = z.strictObject({
  over: z.array(Duration).default([]),
  columns: Columns,
});

const Instant = z.iso.datetime({ offset: true, local: true }).or(z.iso.date());

/** For comparison alone: a local time counts as UTC. */
const instantMs = (instant: string): number =>
  Date.parse(
    /T.*(?:Z|[+-]\d\d:?\d\d)$/.test(instant)
      ? instant
      : `${instant}${instant.includes('T') ? '' : 'T00:00'}Z`,
  );

const Split = z.union([
  z
    .strictObject({
      train: z.number().gt(0).lte(1),
      validation: z.number().gte(0).lt(1),
      test: z.number().gte(0).lt(1),
    })
    .refine(
      (s) => Math.abs(s.train + s.validation + s.test - 1) < 1e-9,
      'train, validation and test must add up to 1',
    ),
  z
    .strictObject({ validationFrom: Instant, testFrom: Instant })
    .refine((s) => instantMs(s.validationFrom) <= instantMs(s.testFrom), {
      path: ['testFrom'],
      message: 'must not come before validationFrom',
    })
    .describe('Local dates or times; train is what comes before'),
]);

const Scaling = z.strictObject({
  method: z.enum(['minmax', 'standard', 'robust', 'none']).default('minmax'),
  range: z
    .union([z.tuple([z.literal(0), z.literal(1)]), z.tuple([z.literal(-1), z.literal(1)])])
    .default([0, 1]),
});

const Quarantine = z.strictObject({
  maxFraction: z
    .number()
    .gte(0)
    .lte(1)
    .default(0.05)
    .describe('A run is rejected when more than this share of its rows is refused'),
  conflicts: z
    .enum(['last', 'first', 'quarantine'])
    .default('last')
    .describe('Which reading counts when one entity has two different ones for one time'),
  badCells: z
    .enum(['cell', 'row'])
    .optional()
    .describe('What a cell costs that is no number: the cell (default), or its row'),
});

const Partition = z.strictObject({
  period: z.enum(['year', 'month']).default('year'),
  entityBuckets: z.int().min(1).max(256).optional().describe('16 with an entity column, else 1'),
});

const Fields = z.strictObject({
  file: File.optional().describe('How the file is written; found out where it is left out'),
  time: Time,
  layout: Layout.optional(),
  entity: Entity.optional().describe(
    'The column that says whose reading it is, or the columns that do so together',
  ),
  values: z.record(Column, Value).describe('The columns to make features of'),
  categories: z.record(Column, Category).default({}).describe('Text columns to one-hot encode'),
  drop: z.array(Column).default([]),
  missing: z
    .array(z.string())
    .default(['', 'NA', 'N/A', 'n/a', 'na', 'NaN', 'nan', 'NULL', 'null', 'None', '-', '--', '?', '#N/A'])
    .describe('Cells that mean: no reading'),
  interval: Duration.default('1h').describe('One row for each entity and interval'),
  grid: z
    .enum(['complete', 'observed'])
    .default('complete')
    .describe('complete: a row for every interval, read or not'),
  coverage: z
    .boolean()
    .default(true)
    .describe('Columns that tell how many readings an interval has, and should have'),
  calendar: Calendar.default(() => Calendar.parse({})),
  lags: Lags.default(() => Lags.parse({})),
  rolling: Rolling.default(() => Rolling.parse({})),
  differences: Differences.default(() => Differences.parse({})),
  target: z.array(Column).default([]).describe('Aggregated columns to predict, kept apart in training sets'),
  split: Split.default({ train: 0.7, validation: 0.15, test: 0.15 }),
  scaling: Scaling.default(() => Scaling.parse({})),
  quarantine: Quarantine.default(() => Quarantine.parse({})),
  partition: Partition.default(() => Partition.parse({})),
  naming: z.enum(['wattline', 'ray-lab']).default('wattline').describe('How feature columns are named'),
});

/** What to make of a dataset: the validated content of `wattline.yaml`. */
export const Spec = Fields.superRefine((spec, context) => {
  checkConsistency(spec, (path, message, remedy) => {
    context.addIssue({ code: 'custom', path: [...path], message, params: { remedy } });
  });
});
export type Spec = z.infer<typeof Spec>;
/** A spec as people write it: what has a default may be left out. */
export type SpecInput = z.input<typeof Spec>;
