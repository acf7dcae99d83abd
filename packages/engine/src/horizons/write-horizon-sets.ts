import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { horizonsOf, intervalsIn, type Spec } from '@wattline/spec';
import pl, { type Expr } from 'nodejs-polars';
import pMap from 'p-map';
import { EVENT_TIMESTAMP, ORIGIN_TIMESTAMP } from '../columns.ts';
import { manifestEncodings } from '../encodings/encoded-columns.ts';
import type { Encoding } from '../encodings/encoding.ts';
import { fitSet } from '../encodings/fit-set.ts';
import { checkNumbers } from '../encodings/most-numbers.ts';
import { encodingsAhead, type PlannedEncoding } from '../encodings/planned-encodings.ts';
import { RejectedError } from '../errors.ts';
import type { FeatureColumn } from '../features/feature-columns.ts';
import { writePassing } from '../features/feature-file.ts';
import { type WrittenFolds, writeFolds } from '../folds/write-folds.ts';
import { utc } from '../publish/instant.ts';
import {
  type FeaturePartition,
  inCanonicalOrder,
  partitionPath,
  scanPartition,
} from '../publish/partition.ts';
import type { Scaler } from '../publish/scaler.ts';
import { type SetFile, setRows } from '../publish/set-rows.ts';
import type { SplitBounds } from '../publish/split-bounds.ts';
import { type TrainingSets, trainingSetNames, writeTrainingSets } from '../publish/write-training-sets.ts';
import { havePowers, makeLabels } from './box-cox/make-labels.ts';
import { columnsAhead, horizonColumns, withoutRedundantAhead } from './horizon-columns.ts';
import { type Horizon, horizonList, stepsBack } from './horizon-list.ts';
import type { HorizonScalers, HorizonSets, Horizons } from './horizons.ts';
import { createIntervalIndex, type IntervalIndex } from './interval-index.ts';
import { joinRows, stretchesOf } from './join-rows.ts';
import type { ColumnAhead } from './labels.ts';

/** Stretches joined at once: one alone waits for its files. */
const CONCURRENCY = 2;

export interface HorizonFiles {
  readonly files: readonly SetFile[];
  readonly manifest: Horizons;
  readonly scalers: HorizonScalers;
}

interface Options {
  readonly spec: Spec;
  readonly columns: readonly FeatureColumn[];
  readonly bounds: SplitBounds;
  /** First and last `event_timestamp` of all rows. */
  readonly span: { readonly from: string; readonly to: string };
  /** At least one; asked for where there are horizons. */
  readonly partitions: () => Promise<readonly FeaturePartition[]>;
  readonly folder: string;
}

/**
 * A row is in a set if all of it is: its label's interval, and all intervals from its origin on. So no label is known to a
 * set before that of its row, and no row of a set was made when the set before was not over.
 */
const rowsOfSets = (
  spec: Spec,
  { validationFrom, testFrom }: SplitBounds,
  intervals: IntervalIndex,
  hasLabels: Expr,
) => {
  const gap = horizonsOf(spec)?.gap;
  const left = gap === undefined ? 0 : intervalsIn(gap, spec.interval);
  const start = (index: number): Expr => utc(new Date(intervals.startOf(index)).toISOString());
  /** Intervals of a day's hours may lie across a bound where clocks change. */
  const until = (bound: string): Expr =>
    pl.col(EVENT_TIMESTAMP).lt(start(intervals.indexOf(Date.parse(bound))));
  const from = (bound: string): Expr => {
    const index = intervals.indexOf(Date.parse(bound));
    const isWithin = intervals.startOf(index) < Date.parse(bound);
    return pl.col(ORIGIN_TIMESTAMP).gtEq(start(index + left + (isWithin ? 1 : 0)));
  };
  return {
    train: hasLabels.and(until(validationFrom)),
    validation: hasLabels.and(from(validationFrom)).and(until(testFrom)),
    test: hasLabels.and(from(testFrom)),
  };
};

const nothingToTrainOn = (horizon: Horizon, { validationFrom }: SplitBounds): RejectedError => {
  const isSeason = stepsBack(horizon) > horizon.steps;
  return new RejectedError(
    'HORIZON_TOO_LONG',
    `No row is left to train on ${horizon.horizon} ahead: before ${validationFrom} no label has a row ${isSeason ? 'a season' : 'so long'} before it`,
    {
      place: { value: horizon.horizon },
      remedy: `${isSeason ? 'Write a shorter target.period, leave' : 'Leave'} the horizon out of target.horizons, bring earlier readings, or let the training span end later (split)`,
    },
  );
};

const withWords = (
  ahead: readonly ColumnAhead[],
  planned: readonly PlannedEncoding[],
): readonly ColumnAhead[] => {
  const names = new Set(ahead.map(({ name }) => name));
  const words = planned.flatMap(({ columns, row }) =>
    row === undefined ? [] : columns.map((name): ColumnAhead => ({ name, of: row })),
  );
  const more = new Map(words.filter(({ name }) => !names.has(name)).map((one) => [one.name, one]));
  return [...ahead, ...more.values()];
};

const writeHorizon = async (
  options: Options,
  partitions: readonly FeaturePartition[],
  ahead: readonly ColumnAhead[],
  planned: readonly PlannedEncoding[],
  horizon: Horizon,
  intervals: IntervalIndex,
): Promise<{
  sets: TrainingSets;
  scaler: Scaler;
  encodings: Encoding[];
  manifest: HorizonSets;
  folds: WrittenFolds;
}> => {
  const { spec, bounds, folder } = options;
  const entity = options.columns.find(({ role }) => role === 'entity')?.name;
  const columns = horizonColumns(options.columns, ahead, horizon);
  const { steps } = horizon;
  // What says a word is needed too where it is left out as redundant.
  const joinedColumns = withWords(ahead, planned);
  const target = join(folder, `horizon=${horizon.horizon}`);
  const joinedFolder = join(target, 'joined');
  const joined = await pMap(
    stretchesOf(partitions),
    async (stretch): Promise<FeaturePartition> => {
      const [first] = stretch;
      const path = join(joinedFolder, partitionPath(first.bucket, first.period));
      await mkdir(dirname(path), { recursive: true });
      const rows = joinRows({
        spec,
        horizon,
        intervals,
        steps,
        columns: joinedColumns,
        entity,
        stretch,
        partitions,
      });
      await writePassing(rows, path);
      return { ...first, path };
    },
    { concurrency: CONCURRENCY },
  );
  const hasLabels = horizon.labels
    .map(({ name }) => pl.col(name).isNotNull())
    .reduce((all, one) => all.and(one), pl.lit(true));
  const where = rowsOfSets(spec, bounds, intervals, hasLabels);
  const labelled = (train: Expr) => makeLabels(horizon.labels, joined, train, entity);
  const { labels, partitions: rows } = await labelled(where.train);
  const counted = await pl
    .concat(rows.map(scanPartition))
    .select(
      pl.len().cast(pl.Float64).alias('withOrigin'),
      hasLabels.cast(pl.Float64).sum().alias('withLabel'),
    )
    .collect();
  const [withOrigin = 0, withLabel = 0] = counted.row(0).map(Number);
  const { scaler, encodings } = await fitSet({
    ...{ spec, columns, partitions: rows, bounds, where: where.train, intervals, steps, planned },
    until: bounds.validationFrom,
  });
  const sets = await writeTrainingSets({
    columns,
    scaler,
    encodings,
    bounds,
    partitions: rows,
    folder: target,
    where,
  });
  if (sets.train.rows === 0) throw nothingToTrainOn(horizon, bounds);
  const path = `training/horizon=${horizon.horizon}/`;
  const folds = await writeFolds({
    ...{ spec, columns, bounds, intervals, steps, path },
    encodings: planned,
    partitions: joined,
    // Beyond the training span what has no power is no label: it may be in what folds are trained on.
    labelled: (train) => labelled(train.and(havePowers(horizon.labels))),
    where: hasLabels,
    folder: target,
  });
  await rm(joinedFolder, { recursive: true });
  const inSets = trainingSetNames.reduce((sum, name) => sum + sets[name].rows, 0);
  const all = partitions.reduce((sum, { rows }) => sum + rows, 0);
  return {
    sets,
    scaler,
    encodings,
    folds,
    manifest: {
      ...horizon,
      labels,
      ...(encodings.length > 0 && { encodings: manifestEncodings(encodings, columns) }),
      sets: {
        train: setRows(sets.train),
        validation: setRows(sets.validation),
        test: setRows(sets.test),
      },
      ...(folds.folds.length > 0 && { folds: folds.folds }),
      leftOut: {
        withoutOrigin: all - withOrigin,
        withoutLabel: withOrigin - withLabel,
        atBorders: withLabel - inSets,
      },
    },
  };
};

/**
 * Writes the training sets of each horizon of a spec: of each label the row as it could be made when the forecast was,
 * scaled by what is fitted to the training rows of that horizon alone. Undefined where the spec has no horizons.
 *
 * @throws RejectedError where a horizon leaves no row to train on
 */
export const writeHorizonSets = async (options: Options): Promise<HorizonFiles | undefined> => {
  const horizons = horizonList(options.spec);
  if (horizons.length === 0) return undefined;
  const partitions = inCanonicalOrder(await options.partitions());
  const all = columnsAhead(options.spec);
  const columns = withoutRedundantAhead(all, options.columns);
  const planned = encodingsAhead(options.spec, all);
  const intervals = createIntervalIndex(options.spec, options.span);
  const files: SetFile[] = [];
  const encoded: Encoding[][] = [];
  const manifest: HorizonSets[] = [];
  const scalers: HorizonScalers['horizons'] = [];
  for (const horizon of horizons) {
    const written = await writeHorizon(options, partitions, columns, planned, horizon, intervals);
    for (const name of trainingSetNames) {
      const { path: file, rows } = written.sets[name];
      files.push({ path: `training/horizon=${horizon.horizon}/${name}.parquet`, file, rows });
    }
    files.push(...written.folds.files);
    encoded.push(written.encodings);
    checkNumbers(encoded);
    manifest.push(written.manifest);
    const folds = written.folds.scalers;
    scalers.push({
      ...horizon,
      labels: written.manifest.labels,
      scaler: written.scaler,
      ...(written.encodings.length > 0 && { encodings: written.encodings }),
      ...(folds.length > 0 && { folds }),
    });
  }
  return { files, manifest: { columns, horizons: manifest }, scalers: { columns, horizons: scalers } };
};
