import { z } from 'zod';
import type { FeatureColumn } from '../features/feature-columns.ts';
import { EntityScalings } from './entity-scaling/entity-scalings.ts';

/** How one column is scaled: `(x − offset) · (1 / scale) + base`, in that order where bits matter. */
export const ColumnScaling = z.object({
  name: z.string(),
  /** Values of the training span that it was fitted on; nulls are none. 0: the column passes unscaled. */
  values: z.int().nonnegative(),
  offset: z.number(),
  scale: z.number(),
  base: z.number(),
});
export type ColumnScaling = z.infer<typeof ColumnScaling>;

/**
 * Fitted scaling of a feature set: what is not named passes as it is.
 *
 * Every column has parameters of its own, lags included, as scikit-learn's scalers have it.
 */
export const Scaler = z.object({
  method: z.enum(['minmax', 'standard', 'robust', 'none']),
  /** What minmax maps the training span's least and greatest value to. */
  range: z.tuple([z.number(), z.number()]),
  features: z.array(ColumnScaling),
  targets: z.array(ColumnScaling),
  /** Where each entity is scaled by itself: what is above is then of all together. */
  entities: EntityScalings.exactOptional(),
});
export type Scaler = z.infer<typeof Scaler>;

/** Measures of readings are scaled. Calendar, one-hot and coverage columns have a fixed small range already. */
export const isScaled = ({ role, scaled }: FeatureColumn): boolean =>
  role === 'target' || (role === 'feature' && scaled === true);
