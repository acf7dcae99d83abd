import {
  createIntervalIndex,
  type Fold,
  type Horizons,
  intervalsLate,
  plannedEncodings,
  type WrittenFolds,
  writeFolds,
} from '@wattline/engine';
import type { featureSetPlaces } from '@wattline/worker/stage';
import type { ListedPartition, OpenPartitions } from './sealed-partitions.ts';
import { type SetOutputs, setOutputs } from './set-outputs.ts';

interface FoldOutputs extends SetOutputs {
  /** Undefined where the spec has no folds. */
  readonly made?: Pick<WrittenFolds, 'folds' | 'scalers'>;
}

/** The sets of each fold of the spec, if it has any, with labels of the row's own interval. */
export const foldFiles = async ({
  listed,
  open,
  places,
  span,
  ...options
}: Pick<Parameters<typeof writeFolds>[0], 'spec' | 'columns' | 'bounds' | 'folder'> & {
  readonly span: Parameters<typeof createIntervalIndex>[1];
  readonly listed: readonly ListedPartition[];
  readonly open: OpenPartitions;
  readonly places: ReturnType<typeof featureSetPlaces>;
}): Promise<FoldOutputs> => {
  if (options.spec.split.folds === undefined) return { files: [], outputs: [] };
  const intervals = createIntervalIndex(options.spec, span);
  const partitions = await open(listed);
  // What is trained on was known when the first row that is tested was due.
  const steps = 1 + intervalsLate(options.spec);
  const made = await writeFolds({
    ...{ ...options, intervals, steps, partitions, path: 'training/' },
    encodings: plannedEncodings(options.spec),
  });
  return { ...(await setOutputs(made.files, places)), made };
};

/** What each fold is trained on and tested with, for the receipt: those of the row's own interval, then of each horizon. */
export const foldRows = ({
  folds = [],
  horizons,
}: {
  readonly folds?: readonly Fold[] | undefined;
  readonly horizons?: Horizons | undefined;
}) =>
  [{ folds }, ...(horizons?.horizons ?? [])].flatMap(({ folds: of = [], ...sets }) =>
    of.map(({ sets: { train, test }, ...bounds }) => ({
      ...('horizon' in sets && { horizon: sets.horizon }),
      ...bounds,
      train: train.rows,
      test: test.rows,
    })),
  );
