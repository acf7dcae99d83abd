import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { availableAfterMs } from '@wattline/features';
import pl from 'nodejs-polars';
import { encodedNames } from '../encodings/encoded-names.ts';
import { fitSet } from '../encodings/fit-set.ts';
import { plannedEncodings } from '../encodings/planned-encodings.ts';
import { RejectedError } from '../errors.ts';
import type { FeatureColumn } from '../features/feature-columns.ts';
import { writeKept } from '../features/feature-file.ts';
import { countRows } from '../features/scan-file.ts';
import { createIntervalIndex } from '../horizons/interval-index.ts';
import { intervalsLate } from '../horizons/intervals-late.ts';
import type { FeaturePartition } from '../publish/partition.ts';
import { makePreprocessor } from '../publish/preprocessor.ts';
import { sealedJson } from '../publish/sealed-json.ts';
import { intervalEnd, type SplitBounds, splitBounds } from '../publish/split-bounds.ts';
import { writeTrainingSets } from '../publish/write-training-sets.ts';
import type { OpenFeatureSet } from '../query/open-feature-set.ts';
import { entityColumnOf, rowFiles } from '../query/row-files.ts';
import { epochMs, scanFile } from '../query/scan-rows.ts';
import { knownRows } from './known-rows.ts';
import { knownSpans } from './known-spans.ts';

/** A version, and when the dataset had its uploads. */
export interface KnownVersion {
  readonly set: OpenFeatureSet;
  readonly atMs: number;
}

export interface KnownSets {
  /** Rows that were known by their time, and all that the latest version has. */
  readonly rows: { readonly known: number; readonly all: number };
  readonly training: Readonly<Record<'train' | 'validation' | 'test', number>>;
  readonly split: SplitBounds;
  /** Columns that the version's training sets have and these have not: means of labels, which are as they are known now. */
  readonly encodingsLeftOut?: readonly string[];
}

/** Distinct times of a file's rows, ms, ascending. */
const timesIn = async (path: string): Promise<number[]> => {
  const found = await scanFile(path).select(epochMs().cast(pl.Float64).unique().sort().alias('ms')).collect();
  return found.getColumn('ms').toArray().map(Number);
};

const nothingKnown = (): RejectedError =>
  new RejectedError(
    'NOTHING_KNOWN',
    'no row was known by then: every upload came later after its readings than that',
    {
      remedy:
        'allow for how late files come: ask for what was known longer after each interval; of readings that came in one file long after their time, nothing was known before it',
    },
  );

/**
 * Training sets as they could have been made at the time: each row is that of the newest version that was there so long
 * after the row's interval ended, and so of no upload that came later. What is predicted is as it is known now, and is in
 * no feature: words have no means of it. Split, scaler and counts of words are those of these rows.
 *
 * @param options.versions in the order of their times
 * @param options.afterMs 0: each row as it was known at its `available_at`
 * @param options.folder `features/`, `training/` and `preprocessor.json` are written there
 * @throws RejectedError where no row was known, or none is left to train on
 */
export const writeKnownSets = async (options: {
  readonly latest: OpenFeatureSet;
  readonly versions: readonly KnownVersion[];
  readonly afterMs: number;
  readonly folder: string;
  readonly signal?: AbortSignal | undefined;
}): Promise<KnownSets> => {
  const { latest, versions, afterMs, folder, signal } = options;
  const { manifest } = latest;
  const { spec } = manifest;
  const columns = [...manifest.columns] as FeatureColumn[];
  const entity = entityColumnOf(manifest);
  const knownAt = (time: number): number => intervalEnd(spec, time) + availableAfterMs(spec) + afterMs;
  const partitions: FeaturePartition[] = [];
  let [from, to, all] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const file of rowFiles(manifest)) {
    signal?.throwIfAborted();
    all += file.rows;
    await latest.useFile(file, async (path) => {
      const spans = knownSpans(
        await timesIn(path),
        knownAt,
        versions.map(({ atMs }) => atMs),
      );
      const sets = versions.map(({ set }) => set);
      const rows = await knownRows(file, path, { columns, spans, versions: sets, entity });
      if (rows === undefined) return;
      const target = join(folder, file.path);
      await mkdir(dirname(target), { recursive: true });
      await writeKept(rows, target);
      const [, period = ''] = /period=([^/]+)\//.exec(file.path) ?? [];
      const times = await timesIn(target);
      if (times.length === 0) return;
      from = Math.min(from, times[0] ?? from);
      to = Math.max(to, times.at(-1) ?? to);
      partitions.push({ bucket: file.bucket, period, path: target, rows: await countRows(target) });
    });
  }
  if (partitions.length === 0) throw nothingKnown();
  const span = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  const bounds = splitBounds(spec, span);
  const { count = [], target: means = [] } = Object.groupBy(plannedEncodings(spec), ({ by }) => by);
  const { scaler, encodings } = await fitSet({
    ...{ spec, columns, partitions, bounds },
    planned: count,
    until: bounds.validationFrom,
    intervals: createIntervalIndex(spec, span),
    steps: 1 + intervalsLate(spec),
  });
  const sets = await writeTrainingSets({
    columns,
    scaler,
    encodings,
    bounds,
    partitions,
    folder: join(folder, 'training'),
  });
  const { dataset, version, engineVersion } = manifest;
  await writeFile(
    join(folder, 'preprocessor.json'),
    sealedJson(
      makePreprocessor({
        dataset,
        plan: { spec, version, engineVersion },
        columns,
        bounds,
        scaler,
        encodings,
      }),
    ),
  );
  const leftOut = encodedNames(
    means,
    columns.filter(({ role }) => role === 'target').map(({ name }) => name),
  );
  return {
    rows: { known: partitions.reduce((sum, { rows }) => sum + rows, 0), all },
    training: { train: sets.train.rows, validation: sets.validation.rows, test: sets.test.rows },
    split: bounds,
    ...(leftOut.length > 0 && { encodingsLeftOut: leftOut }),
  };
};
