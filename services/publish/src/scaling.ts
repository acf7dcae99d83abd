import { readFile } from 'node:fs/promises';
import {
  type FeatureColumn,
  type Fitted,
  fitScaler,
  fittedTo,
  type Plan,
  Preprocessor,
  type Scaler,
  type SplitBounds,
  splitBounds,
} from '@wattline/engine';
import { TransientError } from '@wattline/errors';
import type { InputFile } from '@wattline/worker/stage';
import { isKind, type ListedPartition, type OpenPartitions, spanOf } from './sealed-partitions.ts';

/** What makes training rows of feature rows. */
export interface Scaling {
  readonly bounds: SplitBounds;
  readonly scaler: Scaler;
  /** Where later versions keep both: what they were fitted to. */
  readonly fitted?: Fitted;
  /** Of a version before. */
  readonly isKept: boolean;
}

/** That of a version before. Throws TransientError where it is not the one that ingest chose. */
const keptScaling = async ({ path, ref }: InputFile, plan: Plan): Promise<Scaling> => {
  const { split, scaler, fit } = Preprocessor.parse(JSON.parse(await readFile(path, 'utf8')));
  if (fit === undefined || fit.id !== plan.fit?.id)
    throw new TransientError('FIT_UNKNOWN', `${ref.key} does not have the scaler that ingest chose`, {
      place: { file: ref.key },
      remedy: 'replay the run',
    });
  return { bounds: split, scaler, fitted: fit, isKept: true };
};

/** By what the version's rows are split and scaled: what ingest chose of a version before, else fitted to its own. */
export const scalingOf = async (
  plan: Plan,
  columns: readonly FeatureColumn[],
  listed: readonly ListedPartition[],
  open: OpenPartitions,
  inputs: readonly InputFile[],
): Promise<Scaling> => {
  const kept = inputs.find(isKind('fit'));
  if (kept !== undefined) return keptScaling(kept, plan);
  const { spec, fit } = plan;
  const bounds = splitBounds(spec, spanOf(listed));
  const partitions = await open(listed);
  const scaler = await fitScaler({ spec, columns, partitions, bounds });
  if (fit === undefined) return { bounds, scaler, isKept: false };
  return { bounds, scaler, fitted: await fittedTo({ fit, columns, partitions, bounds }), isKept: false };
};
