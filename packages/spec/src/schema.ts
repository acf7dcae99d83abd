import { Column, Duration, type FamilyKey, families, familyKeys, familySchemas } from '@wattline/features';
import { z } from 'zod';
import { Entity } from './column.ts';
import { checkConsistency } from './consistency.ts';
import { Drift } from './drift-section.ts';
import { Encodings } from './encodings-section.ts';
import { File } from './file-section.ts';
import { Keep } from './keep-section.ts';
import { Layout } from './layout-section.ts';
import { Limits } from './limits-section.ts';
import { Split } from './split-section.ts';
import { Target } from './target-section.ts';
import { Time } from './time-section.ts';
import { Training } from './training-section.ts';

const Scaling = z.strictObject({
  method: z.enum(['minmax', 'standard', 'robust', 'none']).default('minmax'),
  range: z
    .union([z.tuple([z.literal(0), z.literal(1)]), z.tuple([z.literal(-1), z.literal(1)])])
    .default([0, 1]),
  by: z
    .enum(['entity'])
    .optional()
    .describe('entity: each entity is scaled by its own rows of the training span (default: all together)'),
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
  period: z
    .enum(['year', 'month', 'day'])
    .default('year')
    .describe(
      'How long in time the files of features are; day where a file a day is uploaded, with few buckets',
    ),
  entityBuckets: z.int().min(1).max(256).optional().describe('16 with an entity column, else 1'),
});

/** The keys of the families that are made of readings, or of all others: each described by its family. */
const familyFields = (ofReadings: boolean): typeof familySchemas =>
  Object.fromEntries(
    familyKeys
      .filter((key: FamilyKey) => (families[key].grain === 'readings') === ofReadings)
      .map((key) => [key, familySchemas[key]]),
  ) as typeof familySchemas;

const Fields = z.strictObject({
  file: File.optional().describe('How the file is written (default: found out)'),
  time: Time,
  layout: Layout.optional(),
  entity: Entity.optional().describe(
    'The column that says whose reading it is, or the columns that do so together',
  ),
  ...familyFields(true),
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
  ...familyFields(false),
  warmup: z
    .enum(['keep', 'drop'])
    .optional()
    .describe(
      'What becomes of the first rows of each entity, which look back to before it began: kept (default), or dropped',
    ),
  target: Target.default([]).describe(
    'Aggregated columns to predict, kept apart in training sets; or with horizons, see docs/horizons.md',
  ),
  split: Split.default({ train: 0.7, validation: 0.15, test: 0.15 }),
  scaling: Scaling.default(() => Scaling.parse({})),
  training: Training.optional().describe(
    'When split bounds and scaler of a dataset that grows are fitted (default: for each version)',
  ),
  select: z
    .enum(['keep', 'drop-redundant'])
    .optional()
    .describe(
      'Which features training sets have: keep, all of them (default); drop-redundant, none that is constant, or the same as an earlier one, or on a straight line with it, in the whole training span',
    ),
  encodings: Encodings.optional().describe(
    'Words as one number of training sets, by how often they come or by the mean of what is predicted, fitted to the training span: see docs/features.md',
  ),
  drift: Drift.optional().describe(
    'Compares the columns of later rows with the training span of the version that was pinned last, else with their own version’s (default: not compared)',
  ),
  quarantine: Quarantine.default(() => Quarantine.parse({})),
  limits: Limits.optional().describe('How large a file may be before it is refused'),
  partition: Partition.default(() => Partition.parse({})),
  columns: z
    .enum(['refuse', 'add'])
    .optional()
    .describe(
      'What a column does that the dataset’s uploads before lack: refuse the file (default), or join them',
    ),
  emptyCells: z
    .enum(['keep', 'erase'])
    .optional()
    .describe('What an empty cell does to an earlier upload’s reading: keep (default), or erase it'),
  sameKey: z
    .enum(['add', 'replace'])
    .optional()
    .describe(
      'What a file does that is uploaded under the name of another: add to it (default), or replace it',
    ),
  keep: Keep.optional().describe(
    'Which versions of the dataset stay when it is swept (default: the newest 10, and those of the last 30 days)',
  ),
  naming: z
    .enum(['wattline', 'as-written', 'ray-lab'])
    .default('wattline')
    .describe(
      'How feature columns are named. wattline: letters, digits and _, which all tools take; as-written: beginning as the file’s columns are called; ray-lab: as that notebook has them',
    ),
});

/** What to make of a dataset: the validated content of `wattline.yaml`. */
export const Spec = Fields.superRefine((spec, context) => {
  checkConsistency(spec, (path, message, remedy) => {
    context.addIssue({ code: 'custom', path: [...path], message, params: { remedy } });
  });
});
export type Spec = z.infer<typeof Spec>;
/** A spec as people write it: what has a default is optional. */
export type SpecInput = z.input<typeof Spec>;
