import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type FeaturePartition,
  featureColumns,
  fitScaler,
  inCanonicalOrder,
  type ManifestFile,
  makeManifest,
  makePreprocessor,
  manifestFile,
  Plan,
  partitionPath,
  readEntitySeries,
  sealedJson,
  splitBounds,
  writeTrainingSets,
} from '@wattline/engine';
import { Profile } from '@wattline/engine/profile';
import { TransientError } from '@wattline/errors';
import { loadReportTemplate, renderReport } from '@wattline/report';
import {
  featureSetPlaces,
  type InputFile,
  latestOrder,
  type ObjectRef,
  type Output,
  PartitionList,
  type Stage,
  type StageWork,
} from '@wattline/worker/stage';
import { z } from 'zod';
import { reportContent } from './report-content.ts';
import { sealedBody } from './sealed-body.ts';

const Ingested = z.object({
  plan: Plan,
  /** Runs of before datasets grew have none. */
  dataset: z.object({ entry: z.int().positive() }).optional(),
});
const Partition = z.object({
  kind: z.literal('partition'),
  bucket: z.int(),
  period: z.string(),
  rows: z.int(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
});

interface SealedPartition extends FeaturePartition {
  readonly ref: ObjectRef;
  /** First and last `event_timestamp`. */
  readonly from: string;
  readonly to: string;
}

const isKind =
  (kind: string) =>
  ({ ref }: InputFile): boolean =>
    ref.labels?.kind === kind;

/** Those that were made, and those of a version before. */
const partitionsOf = (inputs: readonly InputFile[]): SealedPartition[] => {
  const stored = inputs.filter(isKind('partition')).map(({ path, ref }): SealedPartition => {
    const { kind: _, ...partition } = Partition.parse(ref.labels);
    return { ...partition, path, ref };
  });
  const order = inCanonicalOrder(stored);
  return stored.toSorted((a, b) => order.indexOf(a) - order.indexOf(b));
};

/** First and last `event_timestamp` of all partitions; of instants in one form, the least text is the earliest. */
const spanOf = (partitions: readonly SealedPartition[]): { from: string; to: string } => {
  const from = partitions.map((partition) => partition.from).toSorted();
  const to = partitions.map((partition) => partition.to).toSorted();
  return { from: from[0] ?? '', to: to.at(-1) ?? '' };
};

/** Some 130 KB of a report. */
const reportSeries = { points: 1_500, mostColumns: 5 } as const;

/** Runs of before partitions were carried have none. */
const listOf = async (inputs: readonly InputFile[]): Promise<PartitionList | undefined> => {
  const list = inputs.find(isKind('partitions'));
  return list && PartitionList.parse(JSON.parse(await readFile(list.path, 'utf8')));
};

/** The list as a later version may take partitions over from it: where each is now. */
const sealedList = (
  list: PartitionList,
  partitions: readonly SealedPartition[],
  placeOf: (path: string) => { readonly store: ObjectRef['store']; readonly key: string },
): PartitionList => {
  const sealed = new Map(partitions.map((one) => [partitionPath(one.bucket, one.period), one]));
  return {
    format: 1,
    partitions: list.partitions.map(({ bucket, period, key }) => {
      const path = partitionPath(bucket, period);
      const found = sealed.get(path);
      if (found === undefined) return { bucket, period, key };
      const { rows, from, to, ref } = found;
      const { bytes, sha256 } = ref;
      return { bucket, period, key, file: { ref: { ...placeOf(path), bytes, sha256 }, rows, from, to } };
    }),
  };
};

const profileOf = (inputs: readonly InputFile[]): InputFile => {
  const profile = inputs.find(isKind('profile'));
  if (profile !== undefined) return profile;
  throw new TransientError('LEDGER_INCOMPLETE', 'the record of ingest names no profile', {
    remedy: 'replay the run',
  });
};

/** The version of the newest entry in the dataset's log is the latest: it has all uploads. */
const orderOf = (entry: number | undefined, { upload }: StageWork['run'], replay: number): string =>
  entry === undefined ? `${upload.order} ${String(replay).padStart(4, '0')}` : latestOrder(entry);

/**
 * Feature partitions → split, scaler, training sets, preprocessor, report, and the manifest that makes the version
 * visible.
 * @throws UsageError where the report's page is not built
 */
export const publishStage = (template = loadReportTemplate()): Stage => ({
  name: 'publish',
  run: async ({ run, replay, ingested, inputs, scratch, signal, log }) => {
    const { plan, dataset } = Ingested.parse(ingested?.result);
    const { spec, version } = plan;
    const partitions = partitionsOf(inputs);
    const list = await listOf(inputs);
    const columns = featureColumns(spec);
    const span = spanOf(partitions);
    const bounds = splitBounds(spec, span);
    const scaler = await fitScaler({ spec, columns, partitions, bounds });
    signal.throwIfAborted();
    const training = await writeTrainingSets({
      columns,
      scaler,
      bounds,
      partitions,
      folder: join(scratch, 'training'),
    });
    signal.throwIfAborted();
    const preprocessor = sealedBody(
      'preprocessor.json',
      sealedJson(makePreprocessor({ dataset: run.dataset, plan, columns, bounds, scaler })),
    );
    const { ref: profile, path: profilePath } = profileOf(inputs);

    const places = featureSetPlaces(run.dataset, version);
    const outputs: Output[] = [];
    const files: ManifestFile[] = [];
    for (const { bucket, period, rows, ref } of partitions) {
      const path = partitionPath(bucket, period);
      files.push({ path, bytes: ref.bytes, sha256: ref.sha256, rows });
      outputs.push({ ...places.file(path), from: ref });
    }
    const sets = Object.entries(training).map(async ([name, { path: file, rows }]) => {
      const line = await manifestFile({ file, path: `training/${name}.parquet`, rows });
      return { file, line };
    });
    for (const { file, line } of await Promise.all(sets)) {
      files.push(line);
      outputs.push({ ...places.file(line.path), path: file, sha256: line.sha256 });
    }
    files.push(preprocessor.file, { path: 'profile.json', bytes: profile.bytes, sha256: profile.sha256 });
    outputs.push(
      { ...places.file('preprocessor.json'), body: preprocessor.body },
      { ...places.file('profile.json'), from: profile },
    );

    const rows = partitions.reduce((sum, partition) => sum + partition.rows, 0);
    const manifest = makeManifest({
      dataset: run.dataset,
      plan,
      columns,
      rows,
      entities: plan.buckets.reduce((sum, { entities }) => sum + entities, 0),
      entityBuckets: spec.partition.entityBuckets ?? 1,
      files,
    });
    // A view of what is sealed, not sealed itself: its looks may change with a release.
    const report = renderReport(
      template,
      reportContent({
        manifest,
        bounds,
        training,
        profile: Profile.parse(JSON.parse(await readFile(profilePath, 'utf8'))),
        series: await readEntitySeries({ spec, columns, partitions, span, ...reportSeries }),
      }),
    );
    outputs.push({ ...places.file('report.html'), body: report });
    log.info(
      { version, rows, columns: columns.length, files: files.length },
      'feature set ready to be sealed',
    );
    if (list !== undefined) {
      const body = sealedJson(sealedList(list, partitions, places.file));
      outputs.push({ ...places.partitions, body });
    }
    // The manifest makes the version visible, the pointer makes it the one to take: in this order, after all else.
    outputs.push(
      { ...places.manifest, body: sealedJson(manifest) },
      { ...places.latest, pointer: { version, run: run.run, order: orderOf(dataset?.entry, run, replay) } },
    );
    return {
      outputs,
      result: {
        version,
        rows,
        columns: columns.length,
        split: bounds,
        training: Object.fromEntries(
          Object.entries(training).map(([name, { rows: count }]) => [name, count]),
        ),
      },
    };
  },
});
