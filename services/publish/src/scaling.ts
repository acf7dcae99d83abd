import { readFile } from 'node:fs/promises';
import {
  checkEntityScalings,
  createIntervalIndex,
  type Encoding,
  type FeatureColumn,
  type Fitted,
  fitSet,
  fittedTo,
  intervalsLate,
  type Plan,
  Preprocessor,
  plannedEncodings,
  type Redundancies,
  redundantColumns,
  type Scaler,
  type SplitBounds,
  splitBounds,
  trainingMoments,
  withoutRedundant,
} from '@wattline/engine';
import { TransientError } from '@wattline/errors';
import { timed } from '@wattline/steps';
import type { InputFile } from '@wattline/worker/stage';
import { isKind, type ListedPartition, type OpenPartitions, spanOf } from './sealed-partitions.ts';

/** What makes training rows of feature rows. */
export interface Scaling {
  readonly bounds: SplitBounds;
  readonly scaler: Scaler;
  readonly encodings: readonly Encoding[];
  /** With what the spec's `select` leaves out. */
  readonly columns: readonly FeatureColumn[];
  /** Looks for them, unless they are known. Undefined where they were looked for by a version before alone, and left in. */
  readonly findRedundant: () => Promise<Redundancies | undefined>;
  /** Where later versions keep both: what they were fitted to. */
  readonly fitted?: Fitted;
  /** Of a version before. */
  readonly isKept: boolean;
}

/** That of a version before. Throws TransientError where it is not the one that ingest chose. */
const keptScaling = async (
  { path, ref }: InputFile,
  { spec, ...plan }: Plan,
  columns: readonly FeatureColumn[],
): Promise<Scaling> => {
  const {
    split,
    scaler,
    encodings = [],
    fit,
    ...before
  } = Preprocessor.parse(JSON.parse(await readFile(path, 'utf8')));
  if (fit === undefined || fit.id !== plan.fit?.id)
    throw new TransientError('FIT_UNKNOWN', `${ref.key} does not have the scaler that ingest chose`, {
      place: { file: ref.key },
      remedy: 'replay the run',
    });
  const kept = { bounds: split, scaler, encodings, fitted: fit, isKept: true };
  if (spec.select !== 'drop-redundant') return { ...kept, columns, findRedundant: async () => undefined };
  const redundant: Redundancies = new Map(
    before.columns.flatMap(({ name, redundant: why }) => (why === undefined ? [] : [[name, why]])),
  );
  return { ...kept, columns: withoutRedundant(columns, redundant), findRedundant: async () => redundant };
};

/** By what the version's rows are split and scaled: what ingest chose of a version before, else fitted to its own. */
export const scalingOf = async (
  plan: Plan,
  all: readonly FeatureColumn[],
  listed: readonly ListedPartition[],
  open: OpenPartitions,
  inputs: readonly InputFile[],
): Promise<Scaling> => {
  const kept = inputs.find(isKind('fit'));
  if (kept !== undefined) return keptScaling(kept, plan, all);
  const { spec, fit } = plan;
  const span = spanOf(listed);
  const bounds = splitBounds(spec, span);
  const partitions = await open(listed);
  const moments = await trainingMoments({ spec, columns: all, partitions, bounds });
  const find = (): Promise<Redundancies> =>
    timed('redundant columns', () => redundantColumns({ columns: all, moments, partitions, bounds }));
  const dropped = spec.select === 'drop-redundant' ? await find() : undefined;
  const columns = dropped === undefined ? all : withoutRedundant(all, dropped);
  const entities = plan.buckets.reduce((sum, bucket) => sum + bucket.entities, 0);
  await checkEntityScalings({ spec, columns, entities, partitions, bounds });
  const { scaler, encodings } = await fitSet({
    ...{ spec, columns, partitions, bounds, moments },
    planned: plannedEncodings(spec),
    until: bounds.validationFrom,
    intervals: createIntervalIndex(spec, span),
    // Labels of intervals that ended are known so much later.
    steps: 1 + intervalsLate(spec),
  });
  const findRedundant = dropped === undefined ? find : async () => dropped;
  const own = { bounds, scaler, encodings, columns, findRedundant, isKept: false };
  if (fit === undefined) return own;
  return { ...own, fitted: await fittedTo({ fit, columns, partitions, bounds }) };
};
