import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  checkStaticColumns,
  featureColumns,
  featureInformation,
  type Manifest,
  type ManifestFile,
  makeManifest,
  makePreprocessor,
  Plan,
  partitionPath,
  readEntitySeries,
  sealedJson,
  warmupIntervals,
} from '@wattline/engine';
import { Profile } from '@wattline/engine/profile';
import { RejectedError, TransientError } from '@wattline/errors';
import { loadReportTemplate, renderReport } from '@wattline/report';
import { timed } from '@wattline/steps';
import {
  featureSetPlaces,
  type InputFile,
  latestOrder,
  type Output,
  type Stage,
  type StageWork,
} from '@wattline/worker/stage';
import { z } from 'zod';
import { driftOf } from './drift.ts';
import { fitReport } from './fit-report.ts';
import { foldFiles, foldRows } from './fold-files.ts';
import { horizonFiles, horizonRows } from './horizon-files.ts';
import { listOf, sealedList } from './partition-list.ts';
import { redundantReport } from './redundant-report.ts';
import { reportContent } from './report-content.ts';
import { scalingOf } from './scaling.ts';
import { sealedBody } from './sealed-body.ts';
import { isKind, openPartitions, partitionsOf, spanOf } from './sealed-partitions.ts';
import { summariesBefore } from './summaries.ts';
import { reportSeries, summarize } from './summarize.ts';
import { trainingFiles } from './training-files.ts';

/** Encoded columns that a receipt names; a manifest has all. */
const SHOWN = 100;

const Ingested = z.object({
  plan: Plan,
  /** Runs of before datasets grew have none. */
  dataset: z.object({ entry: z.int().positive() }).optional(),
  /** How the dataset's uploads are written; runs of before it was handed on have none. */
  written: z.record(z.string(), z.unknown()).optional(),
});
const profileOf = (inputs: readonly InputFile[]): InputFile => {
  const profile = inputs.find(isKind('profile'));
  if (profile !== undefined) return profile;
  throw new TransientError('LEDGER_INCOMPLETE', 'the record of ingest names no profile', {
    remedy: 'replay the run',
  });
};

/** What a table needs of it: from process to process go features alone. */
const tableOf = ({ dataset, version, columns, files }: Manifest) => ({
  dataset,
  version,
  columns,
  files: files.filter(({ path }) => path.startsWith('features/')),
});

/** The version of the newest entry in the dataset's log is the latest: it has all uploads. */
const orderOf = (entry: number | undefined, { upload }: StageWork['run'], replay: number): string =>
  entry === undefined ? `${upload.order} ${String(replay).padStart(4, '0')}` : latestOrder(entry);

const nothingLeft = (intervals: number): RejectedError =>
  new RejectedError(
    'WARMUP_TOO_LONG',
    `No row is left: each of the first ${intervals} intervals of an entity is dropped, and none has more`,
    {
      place: { value: 'warmup: drop' },
      remedy: 'Set warmup: keep, look less far back (lags, rolling, …), or bring more readings',
    },
  );

/**
 * Feature partitions → split, scaler, training sets, preprocessor, report, and the manifest that makes the version
 * visible.
 * @throws UsageError where the report's page is not built
 */
export const publishStage = (template = loadReportTemplate()): Stage => ({
  name: 'publish',
  run: async ({ run, replay, ingested, inputs, later, fetch, scratch, signal, log }) => {
    const { plan, dataset, written } = Ingested.parse(ingested?.result);
    const { spec, version } = plan;
    const partitions = await partitionsOf(inputs, later);
    const open = openPartitions(inputs, fetch);
    const list = await listOf(inputs);
    if (partitions.length === 0 && spec.warmup === 'drop') throw nothingLeft(warmupIntervals(spec));
    const warmup = partitions.reduce((sum, one) => sum + one.warmup, 0);
    const span = spanOf(partitions);
    const scaling = await timed('scaler', () =>
      scalingOf(plan, featureColumns(spec), partitions, open, inputs),
    );
    const { bounds, scaler, encodings, columns, fitted } = scaling;
    signal.throwIfAborted();
    const entity = columns.find(({ role }) => role === 'entity')?.name;
    await checkStaticColumns(spec, entity, () => open(partitions));
    const entities = plan.buckets.reduce((sum, bucket) => sum + bucket.entities, 0);
    const places = featureSetPlaces(run.dataset, version);
    const folder = join(scratch, 'training');
    const inTraining = partitions.filter(({ from }) => from < bounds.validationFrom);
    // At once: each waits for its files by turns.
    const [training, redundant, information] = await Promise.all([
      timed('training sets', () =>
        trainingFiles({ ...scaling, spec, partitions, open, inputs, places, folder }),
      ),
      scaling.findRedundant(),
      // Where the scaler stays, an upload reads but the files that it changes.
      scaling.isKept || inTraining.length === 0
        ? undefined
        : timed('information', async () =>
            featureInformation({ columns, partitions: await open(inTraining), bounds }),
          ),
    ]);
    signal.throwIfAborted();
    const horizons = await timed('horizons', () =>
      horizonFiles({ spec, columns, bounds, span, listed: partitions, open, places, folder }),
    );
    signal.throwIfAborted();
    const folds = await timed('folds', () =>
      foldFiles({ spec, columns, bounds, span, listed: partitions, open, places, folder }),
    );
    signal.throwIfAborted();
    const made = horizons.made;
    const preprocessor = sealedBody(
      'preprocessor.json',
      sealedJson(
        makePreprocessor({
          dataset: run.dataset,
          plan,
          columns,
          bounds,
          scaler,
          encodings,
          horizons: made?.scalers,
          folds: folds.made?.scalers,
          fitted,
        }),
      ),
    );
    const { ref: profile, path: profilePath } = profileOf(inputs);

    const outputs: Output[] = [...training.outputs, ...horizons.outputs, ...folds.outputs];
    const files: ManifestFile[] = [...training.files, ...horizons.files, ...folds.files];
    for (const { bucket, period, rows, ref } of partitions) {
      const path = partitionPath(bucket, period);
      const place = places.shared(path, ref.sha256);
      files.push({ path, object: place.key, bytes: ref.bytes, sha256: ref.sha256, rows });
      // What a version before has is named, and not copied.
      if (ref.key !== place.key) outputs.push({ ...place, from: ref });
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
      scaler,
      encodings,
      horizons: made?.manifest,
      folds: folds.made?.folds,
      rows,
      entities,
      entityBuckets: spec.partition.entityBuckets ?? 1,
      files,
    });
    const before = await summariesBefore(inputs);
    const summarized = fitted && (await summarize({ plan, columns, partitions, open, fitted, before }));
    // A view of what is sealed, not sealed itself: its looks may change with a release.
    const report = reportContent({
      manifest,
      bounds,
      training: training.rows,
      redundant,
      information,
      profile: Profile.parse(JSON.parse(await readFile(profilePath, 'utf8'))),
      series: summarized
        ? summarized.series
        : await readEntitySeries({
            spec,
            columns,
            partitions: await open(partitions),
            span,
            ...reportSeries,
          }),
    });
    outputs.push(
      // Of older versions a sweep leaves the content alone: most of the page is the same in all.
      { ...places.file('report.json'), body: JSON.stringify(report) },
      { ...places.file('report.html'), body: renderReport(template, report) },
    );
    log.info(
      { version, rows, columns: columns.length, files: files.length },
      'feature set ready to be sealed',
    );
    if (list !== undefined) {
      const body = JSON.stringify(sealedList(list, partitions, places.shared));
      outputs.push({ ...places.partitions, body });
    }
    if (summarized !== undefined)
      outputs.push({ ...places.summaries, body: JSON.stringify(summarized.summaries) });
    const drift = await timed('drift', () => driftOf({ plan, columns, scaling, partitions, open, inputs }));
    if (drift !== undefined)
      outputs.push(
        { ...places.drift, body: JSON.stringify(drift.facts) },
        { ...places.driftCounts, body: JSON.stringify(drift.counts) },
      );
    if (written !== undefined) outputs.push({ ...places.written, body: sealedJson(written) });
    const fit = fitReport(scaling, training, summarized?.outgrown);
    // The manifest makes the version visible, the pointer makes it the one to take: in this order, after all else.
    const order = orderOf(dataset?.entry, run, replay);
    outputs.push(
      { ...places.manifest, body: sealedJson(manifest) },
      { ...places.delta, delta: tableOf(manifest), order },
      { ...places.latest, pointer: { version, run: run.run, order } },
    );
    return {
      outputs,
      result: {
        version,
        rows,
        columns: columns.length,
        split: bounds,
        training: training.rows,
        ...(warmup > 0 && { warmup }),
        ...(made && { horizons: horizonRows(made.manifest) }),
        ...(folds.made && { folds: foldRows(manifest) }),
        ...(manifest.encodings && {
          encodings: manifest.encodings.slice(0, SHOWN).map(({ name, words }) => ({ name, words })),
        }),
        ...(fit && { fit }),
        ...(drift && { drift: drift.report }),
        ...(redundant && { redundant: redundantReport(redundant, spec) }),
      },
    };
  },
});
