import { z } from 'zod';
import { EncodedColumn, Encoding } from '../encodings/encoding.ts';
import { Fold, FoldScaler } from '../folds/folds.ts';
import { Scaler } from '../publish/scaler.ts';
import { SetRows } from '../publish/set-rows.ts';
import { ColumnAhead, Label } from './labels.ts';

const Count = z.int().nonnegative();

/** What the training sets of a horizon are. */
export const HorizonSets = z.object({
  horizon: z.string().min(1),
  /** How many intervals the label's is after the origin's. */
  steps: z.int().positive(),
  labels: z.array(Label),
  /** Columns of its own, where the spec has encodings: after the features. */
  encodings: z.array(EncodedColumn).exactOptional(),
  sets: z.object({ train: SetRows, validation: SetRows, test: SetRows }),
  /** For back-tests, where the spec has folds. */
  folds: z.array(Fold).exactOptional(),
  /** Feature rows that are in no set. */
  leftOut: z.object({
    /** There is no row so long before. */
    withoutOrigin: Count,
    withoutLabel: Count,
    /** The origin lies before the label's set begins, or in the gap. */
    atBorders: Count,
  }),
});
export type HorizonSets = z.infer<typeof HorizonSets>;

/** In a manifest. */
export const Horizons = z.object({
  /** Features, in their order: the same for all horizons. */
  columns: z.array(ColumnAhead),
  horizons: z.array(HorizonSets),
});
export type Horizons = z.infer<typeof Horizons>;

/** What it takes to make the rows of horizons of feature rows: in a preprocessor. */
export const HorizonScalers = z.object({
  columns: z.array(ColumnAhead),
  horizons: z.array(
    HorizonSets.pick({ horizon: true, steps: true, labels: true }).extend({
      scaler: Scaler,
      encodings: z.array(Encoding).exactOptional(),
      folds: z.array(FoldScaler).exactOptional(),
    }),
  ),
});
export type HorizonScalers = z.infer<typeof HorizonScalers>;
