import { Spec } from '@wattline/spec';
import { z } from 'zod';
import type { FeatureColumn } from '../features/feature-columns.ts';
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
  columns: z.array(ContractColumn),
  /** Of each text column, the values that have a column, in its order. */
  vocabularies: z.record(z.string(), z.array(z.string())),
  split: SplitBounds,
  scaler: Scaler,
  /** Where both are kept from version to version: what they were fitted to. */
  fit: Fitted.exactOptional(),
});
export type Preprocessor = z.infer<typeof Preprocessor>;

export const makePreprocessor = (options: {
  readonly dataset: string;
  readonly plan: Pick<Plan, 'spec' | 'version' | 'engineVersion'>;
  readonly columns: readonly FeatureColumn[];
  readonly bounds: SplitBounds;
  readonly scaler: Scaler;
  readonly fitted?: Fitted | undefined;
}): Preprocessor => {
  const { spec, version, engineVersion } = options.plan;
  return {
    format: 1,
    dataset: options.dataset,
    version,
    engineVersion,
    spec,
    columns: [...options.columns],
    vocabularies: Object.fromEntries(
      Object.entries(spec.categories).map(([column, { vocabulary }]) => [column, [...vocabulary]]),
    ),
    split: options.bounds,
    scaler: options.scaler,
    ...(options.fitted && { fit: options.fitted }),
  };
};
