import { Spec } from '@wattline/spec';
import { z } from 'zod';
import { Encoding } from '../encodings/encoding.ts';
import type { FeatureColumn } from '../features/feature-columns.ts';
import { FoldScaler } from '../folds/folds.ts';
import { HorizonScalers } from '../horizons/horizons.ts';
import { JoinedVersion } from '../joined/joined-version.ts';
import type { Plan } from '../plan.ts';
import { ContractColumn } from './column-contract.ts';
import { Fitted } from './fitted.ts';
import { Scaler } from './scaler.ts';
import { SplitBounds } from './split-bounds.ts';

/** Everything that it takes to transform new rows exactly as the training rows were: `preprocessor.json`. */
export const Preprocessor = z.object({
  format: z.literal(1),
  dataset: z.string(),
  /** Of the feature set that it belongs to. */
  version: z.string(),
  engineVersion: z.string(),
  spec: Spec,
  /** Versions of other datasets that its rows have columns of, where the spec has joins. */
  joined: z.array(JoinedVersion).exactOptional(),
  columns: z.array(ContractColumn),
  /** Of each text column, the values that have a column, in its order. */
  vocabularies: z.record(z.string(), z.array(z.string())),
  split: SplitBounds,
  scaler: Scaler,
  /** Words as numbers, where the spec has encodings. */
  encodings: z.array(Encoding).exactOptional(),
  /** Of labels of intervals to come: by what the rows of each horizon are made. */
  horizons: HorizonScalers.exactOptional(),
  /** For back-tests, where the spec has folds. */
  folds: z.array(FoldScaler).exactOptional(),
  /** Where both are kept from version to version: what they were fitted to. */
  fit: Fitted.exactOptional(),
});
export type Preprocessor = z.infer<typeof Preprocessor>;

export const makePreprocessor = (options: {
  readonly dataset: string;
  readonly plan: Pick<Plan, 'spec' | 'version' | 'engineVersion' | 'joined'>;
  readonly columns: readonly FeatureColumn[];
  readonly bounds: SplitBounds;
  readonly scaler: Scaler;
  readonly encodings?: readonly Encoding[] | undefined;
  readonly horizons?: HorizonScalers | undefined;
  readonly folds?: FoldScaler[] | undefined;
  readonly fitted?: Fitted | undefined;
}): Preprocessor => {
  const { spec, version, engineVersion, joined } = options.plan;
  return {
    format: 1,
    dataset: options.dataset,
    version,
    engineVersion,
    spec,
    ...(joined && { joined }),
    columns: [...options.columns],
    vocabularies: Object.fromEntries(
      Object.entries(spec.categories).map(([column, { vocabulary }]) => [column, [...vocabulary]]),
    ),
    split: options.bounds,
    scaler: options.scaler,
    ...(options.encodings?.length && { encodings: [...options.encodings] }),
    ...(options.horizons && { horizons: options.horizons }),
    ...(options.folds && { folds: options.folds }),
    ...(options.fitted && { fit: options.fitted }),
  };
};
