import { maxLookback, orderedColumns, usedFamilies } from '@wattline/features';
import type { Spec } from '@wattline/spec';
import { z } from 'zod';
import type { FeatureColumn } from '../features/feature-columns.ts';
import { horizonList, stepsBack } from '../horizons/horizon-list.ts';
import type { Scaler } from './scaler.ts';

/** What it takes to make a version's rows from recent readings, without its files of rows. */
export const Serving = z.object({
  /** The file of the version by which rows are made. */
  preprocessor: z.literal('preprocessor.json'),
  /** Those that the rows are made by, in the order of their columns. */
  families: z.array(z.string()),
  /** The columns that readings have beside their time. */
  readings: z.object({
    entity: z.string().exactOptional(),
    values: z.array(z.string()),
    categories: z.array(z.string()),
  }),
  /**
   * How many intervals before its own should be held: those that a row is made of, and two, since readings reach into
   * the next; with horizons, as many more as the longest has. Null: all since an entity's first reading.
   */
  lookback: z.object({ intervals: z.int().nonnegative().nullable(), interval: z.string() }),
  /** What a model is given, and what it predicts: the columns of training sets, in their order. */
  columns: z.object({ features: z.array(z.string()), targets: z.array(z.string()) }),
  scaler: z.object({
    method: z.enum(['minmax', 'standard', 'robust', 'none']),
    /** How many of the columns it scales; the others pass as they are. */
    columns: z.int().nonnegative(),
    /** Where each entity is scaled by itself: how many are, and how many had no rows in the training span. */
    entities: z.object({ fitted: z.int().nonnegative(), withoutOwn: z.int().nonnegative() }).exactOptional(),
  }),
});
export type Serving = z.infer<typeof Serving>;

export const servingOf = (spec: Spec, columns: readonly FeatureColumn[], scaler: Scaler): Serving => {
  const namesOf = (role: FeatureColumn['role']): string[] =>
    columns.filter((column) => column.role === role).map(({ name }) => name);
  const ahead = horizonList(spec).map(stepsBack);
  const intervals = maxLookback(spec) + Math.max(0, ...ahead) + 2;
  return {
    preprocessor: 'preprocessor.json',
    families: [...new Set(orderedColumns(usedFamilies(spec)).map(({ family }) => family))],
    readings: {
      ...(spec.entity !== undefined && { entity: spec.entity }),
      values: Object.keys(spec.values),
      categories: Object.keys(spec.categories),
    },
    lookback: { intervals: Number.isFinite(intervals) ? intervals : null, interval: spec.interval },
    columns: { features: namesOf('feature'), targets: namesOf('target') },
    scaler: {
      method: scaler.method,
      columns: scaler.features.length + scaler.targets.length,
      ...(scaler.entities && {
        entities: {
          fitted: scaler.entities.fitted.length,
          withoutOwn: scaler.entities.withoutOwn.length,
        },
      }),
    },
  };
};
