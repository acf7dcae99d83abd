import { z } from 'zod';
import { Column } from '../../column.ts';
import { Duration } from '../../duration.ts';

/** Where something is: the aggregated columns of its latitude and its longitude, in degrees. */
const Position = z.tuple([Column, Column]);

const Entity = z.union([
  z.strictObject({ is: z.string().min(1).describe('One entity of that dataset, for all of this one') }),
  z.strictObject({
    of: z
      .record(z.string(), z.string().min(1))
      .refine((of) => Object.keys(of).length > 0, 'must name an entity')
      .describe('Which entity of that dataset belongs to each of this one: its station, its region'),
  }),
  z.strictObject({
    nearest: Position.describe(
      'The entity of that dataset that is nearest on the globe: its columns of latitude and longitude, in degrees',
    ),
    to: Position.describe('Where this dataset’s entities are: columns of a join with known: static'),
  }),
]);

const Join = z.strictObject({
  dataset: z
    .string()
    .min(1)
    .optional()
    .describe('The dataset that is joined (default: the name of the join)'),
  columns: z
    .array(Column)
    .min(1)
    .max(1_000)
    .describe(
      'Columns of its sealed rows, which become columns of each interval, as values are; of a category, all of its columns',
    ),
  words: z
    .record(Column, z.array(Column).min(1))
    .optional()
    .describe('Which columns of its rows a category has: found out from its version'),
  entity: Entity.optional().describe(
    'Whose rows (default: those of the entity of the same name; of a dataset without entities, its one series)',
  ),
  known: z
    .enum(['past', 'static', 'future'])
    .optional()
    .describe(
      'past (default): the last row that is available once the interval’s own row is; future: the row of the time itself, known before as tariffs and forecasts are; static: what never changes of an entity',
    ),
  within: Duration.optional().describe('How much older than the interval that may be (default: 1d)'),
});
export type Join = z.output<typeof Join>;

const JoinName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*$/, 'must be of letters, digits and _, a letter first');

export const Joins = z
  .record(JoinName, Join)
  .optional()
  .describe('Columns of other datasets, as of each interval: see docs/joins.md');
export type Joins = Exclude<z.output<typeof Joins>, undefined>;
