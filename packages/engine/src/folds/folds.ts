import { z } from 'zod';
import { EncodedColumn } from '../encodings/encoding.ts';
import { Scaler } from '../publish/scaler.ts';
import { SetRows } from '../publish/set-rows.ts';

const Instant = z.iso.datetime();

/** One fold of a back-test, in a manifest. */
export const Fold = z.object({
  /** From 1, in the order of time. */
  fold: z.int().positive(),
  /** What is trained on: labels of intervals before. */
  trainUntil: Instant,
  /** What is tested: labels of intervals from here to before `testUntil`. */
  testFrom: Instant,
  testUntil: Instant,
  sets: z.object({ train: SetRows, test: SetRows }),
});
export type Fold = z.infer<typeof Fold>;

/** What its rows are scaled by, in a preprocessor: fitted to what it is trained on. */
export const FoldScaler = z.object({
  fold: z.int().positive(),
  scaler: Scaler,
  /** Of its labels as box-cox, by their names: fitted to the same rows. */
  lambdas: z.record(z.string(), z.number()).exactOptional(),
  /** Of words, without their numbers: of many folds these would be more than all else. */
  encodings: z.array(EncodedColumn).exactOptional(),
});
export type FoldScaler = z.infer<typeof FoldScaler>;

export const lambdasOf = (
  labels: readonly { readonly name: string; readonly lambda?: number }[],
): Pick<FoldScaler, 'lambdas'> => {
  const fitted = labels.flatMap(({ name, lambda }) =>
    lambda === undefined ? [] : [[name, lambda] as const],
  );
  return fitted.length === 0 ? {} : { lambdas: Object.fromEntries(fitted) };
};
