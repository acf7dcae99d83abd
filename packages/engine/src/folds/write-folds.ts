import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Spec } from '@wattline/spec';
import pl, { type Expr } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../columns.ts';
import { manifestEncodings } from '../encodings/encoded-columns.ts';
import { fitSet } from '../encodings/fit-set.ts';
import type { PlannedEncoding } from '../encodings/planned-encodings.ts';
import type { FeatureColumn } from '../features/feature-columns.ts';
import type { MadeLabels } from '../horizons/box-cox/make-labels.ts';
import type { IntervalIndex } from '../horizons/interval-index.ts';
import { utc } from '../publish/instant.ts';
import type { FeaturePartition } from '../publish/partition.ts';
import { type SetFile, setRows } from '../publish/set-rows.ts';
import type { SplitBounds } from '../publish/split-bounds.ts';
import { writeTrainingSet } from '../publish/write-training-sets.ts';
import { foldSpans, nothingToTrainOn } from './fold-spans.ts';
import { type Fold, type FoldScaler, lambdasOf } from './folds.ts';

export interface WrittenFolds {
  readonly files: readonly SetFile[];
  readonly folds: Fold[];
  readonly scalers: FoldScaler[];
}

/**
 * Writes `train.parquet` and `test.parquet` of each fold of a spec: each scaled by what is fitted to what it is trained on.
 * Nothing where the spec has none.
 *
 * @param options.steps how many intervals after what it is made of a label is
 * @param options.where the rows that may be in a set
 * @param options.path of the folds' folders in the feature set: `training/`
 * @throws RejectedError where nothing is left to train the first one on
 */
export const writeFolds = async (options: {
  readonly spec: Spec;
  readonly columns: readonly FeatureColumn[];
  readonly bounds: SplitBounds;
  readonly intervals: IntervalIndex;
  readonly steps: number;
  readonly partitions: readonly FeaturePartition[];
  readonly where?: Expr;
  /** Of partitions with labels that are fitted: these, by what they are of the rows that are trained on. */
  readonly labelled?: (train: Expr) => Promise<MadeLabels>;
  readonly folder: string;
  readonly path: string;
  readonly encodings: readonly PlannedEncoding[];
}): Promise<WrittenFolds> => {
  const { spec, columns, bounds, intervals, steps, where = pl.lit(true) } = options;
  const { labelled = async () => ({ partitions: options.partitions, labels: [] }) } = options;
  const planned = options.encodings;
  const at = (index: number): string => new Date(intervals.startOf(index)).toISOString();
  const files: SetFile[] = [];
  const folds: Fold[] = [];
  const scalers: FoldScaler[] = [];
  for (const { fold, ...span } of foldSpans(spec, bounds, intervals, steps)) {
    const [trainUntil, testFrom, testUntil] = [at(span.trainUntil), at(span.testFrom), at(span.testUntil)];
    const label = pl.col(EVENT_TIMESTAMP);
    const wanted = {
      train: where.and(label.lt(utc(trainUntil))),
      test: where.and(label.gtEq(utc(testFrom))).and(label.lt(utc(testUntil))),
    };
    const { partitions, labels } = await labelled(wanted.train);
    const { scaler, encodings } = await fitSet({
      ...{ spec, columns, partitions, bounds, intervals, steps, planned },
      where: wanted.train,
      until: trainUntil,
    });
    const folder = join(options.folder, `fold=${fold}`);
    await mkdir(folder, { recursive: true });
    const written = async (name: keyof typeof wanted) => {
      const file = join(folder, `${name}.parquet`);
      const set = await writeTrainingSet({ columns, scaler, encodings, partitions }, wanted[name], file);
      files.push({ path: `${options.path}fold=${fold}/${name}.parquet`, file, rows: set.rows });
      return setRows(set);
    };
    const [train, test] = [await written('train'), await written('test')];
    if (train.rows === 0) throw nothingToTrainOn(spec.split.folds?.count ?? 0, bounds.testFrom);
    folds.push({ fold, trainUntil, testFrom, testUntil, sets: { train, test } });
    scalers.push({
      fold,
      scaler,
      ...(encodings.length > 0 && { encodings: manifestEncodings(encodings, columns) }),
      ...lambdasOf(labels),
    });
  }
  return { files, folds, scalers };
};
