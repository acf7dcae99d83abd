import { hashFile, sha256 } from '@wattline/hash';
import { durationMs } from '@wattline/spec';
import { RejectedError } from '../../errors.ts';
import type { DatasetSpec, KeptUpload } from '../../kept-upload.ts';
import { bucketPaths } from '../../periods/bucket-paths.ts';
import type { ReadingsFile } from '../../periods/readings-file.ts';
import type { Plan } from '../../plan.ts';
import { ENGINE_VERSION, featureSetVersion } from '../../version.ts';
import { timeColumns } from '../inspect/columns.ts';
import { bucketsOf } from '../read/entities.ts';
import { field } from '../read/fields.ts';
import { cadenceEvidence } from '../settle/cadence-evidence.ts';
import { createBucketFinisher, type FinishedBuckets } from '../settle/finish-buckets.ts';
import { lateColumns } from '../settle/first-readings.ts';
import { refuseSparse } from '../settle/grid-bound.ts';
import { refuseIsolated } from '../settle/isolated-times.ts';
import { registerWarnings } from '../settle/registers/doubts.ts';
import { resolveSpec } from '../settle/resolve-spec.ts';
import { seldomWarning, singleWarning } from '../settle/seldom-series.ts';
import { differingReadings } from './differing-readings.ts';
import { joinBucket } from './join-bucket.ts';
import { readKeptReadings } from './kept-readings.ts';
import type { DeletedRows, Layer, UploadRows } from './layers.ts';

/** An upload with its files of kept readings. */
export interface UploadReadings extends KeptUpload {
  readonly readings: readonly (ReadingsFile & { readonly sha256: string })[];
  readonly is: UploadRows['is'];
}

export interface JoinedUploads {
  readonly plan: Plan;
  readonly readings: FinishedBuckets['readings'];
  readonly whole: FinishedBuckets['whole'];
  readonly warnings: readonly string[];
}

const isUpload = (layer: UploadReadings | DeletedRows): layer is UploadReadings => !('deletes' in layer);

const nothingLeft = (name: string): RejectedError =>
  new RejectedError('NOTHING_LEFT', `with ${name} the dataset has no reading left`, {
    place: { file: name },
    remedy:
      'a feature set of nothing cannot be sealed: upload the readings that are to take the place of these first, or delete less',
  });

/** Names what readings files have in them. */
const hashOf = (
  files: readonly Pick<UploadReadings['readings'][number], 'bucket' | 'period' | 'sha256'>[],
): string => sha256(JSON.stringify(files.map((file) => [file.bucket, file.period, file.sha256])));

/**
 * The content of a dataset: that of the first upload that is all of it, else that of the readings together. So an upload
 * that changes nothing makes no version.
 */
const contentOf = async (uploads: readonly UploadReadings[], plain: FinishedBuckets['plain']) => {
  const files = await Promise.all(
    plain.map(async ({ bucket, period, path }) => ({ bucket, period, ...(await hashFile(path)) })),
  );
  const together = hashOf(files);
  const whole = uploads.find(({ readings }) => hashOf(readings) === together);
  if (whole !== undefined) return { content: whole.content, timeFormat: whole.timeFormat };
  return {
    content: { sha256: together, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) },
    timeFormat: undefined,
  };
};

const joinVocabularies = (uploads: readonly KeptUpload[]): Map<string, string[]> => {
  const words = new Map<string, Set<string>>();
  for (const [name, found] of uploads.flatMap(({ vocabularies }) => Object.entries(vocabularies)))
    words.set(name, new Set([...(words.get(name) ?? []), ...found]));
  return new Map([...words].map(([name, found]) => [name, [...found].sort()]));
};

/**
 * The readings of a dataset: those of all its uploads that are not deleted, and what follows from them together. A pure
 * function: the same layers in the same order give the same bytes.
 *
 * @param options.layers in the order in which they count: a later one goes before those before it
 * @param options.folder where readings are written; there already
 */
export const joinUploads = async (options: {
  readonly dataset: DatasetSpec;
  /** What messages call the upload or deletion that joins. */
  readonly name: string;
  readonly layers: readonly (UploadReadings | DeletedRows)[];
  readonly folder: string;
  readonly signal?: AbortSignal | undefined;
}): Promise<JoinedUploads> => {
  const { dataset, name, layers, folder, signal } = options;
  const uploads = layers.filter(isUpload);
  const { spec, specSource } = dataset;
  const values = Object.keys(spec.values);
  const columns = {
    values: values.map((name, index) => ({ name, index })),
    categories: Object.keys(spec.categories).map((name, index) => ({ name, index: values.length + index })),
  };
  const finisher = createBucketFinisher({ spec, columns, entity: spec.entity, folder, keepsPlain: true });
  const overlap = { together: 0, differing: 0 };
  const buckets = new Set(uploads.flatMap(({ readings }) => readings.map(({ bucket }) => bucket)));
  for (const bucket of [...buckets].sort((a, b) => a - b)) {
    signal?.throwIfAborted();
    const rows = layers.flatMap((layer): Layer[] => {
      if (!isUpload(layer)) return [layer];
      const { readings, columns: has, is } = layer;
      const lacks = new Set(
        [...columns.values, ...columns.categories]
          .filter(({ name }) => !has.includes(name))
          .map(({ index }) => field(index)),
      );
      const paths = readings.filter((file) => file.bucket === bucket).map(({ path }) => path);
      return paths.length === 0
        ? []
        : [{ rows: readKeptReadings(paths, lacks, columns, spec.entity), lacks, is }];
    });
    const joined = await joinBucket(rows, spec.emptyCells);
    overlap.together += joined.together;
    overlap.differing += joined.differing;
    if (joined.rows.height > 0) await finisher.add(bucket, joined.rows);
  }
  const finished = await finisher.end();
  if (finished.readings.length === 0) throw nothingLeft(name);
  const instants = finished.buckets.flatMap((bucket) => [bucket.from, bucket.to]).sort();
  const [from = '', to = ''] = [instants.at(0), instants.at(-1)];
  const span = { from: Date.parse(from), to: Date.parse(to) };
  const warnings: string[] = registerWarnings(finished.registers, {
    spec,
    steps: finished.steps,
    usualMs: Math.max(durationMs(finished.cadence ?? spec.interval), durationMs(spec.interval)),
  });
  const file = { name, spec, inferred: specSource === 'inferred', timeName: timeColumns(spec).join(' ') };
  const rows = finished.readings.reduce((sum, readings) => sum + readings.rows, 0);
  const entities = finished.buckets.reduce((sum, bucket) => sum + bucket.entities, 0);
  const own = uploads
    .filter(({ is }) => is === 'own')
    .flatMap(({ readings }) => readings)
    .reduce((sum, readings) => sum + readings.rows, 0);
  const differing = differingReadings(file, { ...overlap, own, others: rows - own + overlap.together });
  const [first, last] = finished.edges;
  const paths = [...bucketPaths(finished.readings, finished.whole).values()].flat();
  if (first !== undefined && last !== undefined) await refuseIsolated({ ...file, paths, first, last });
  const { content, timeFormat } = await contentOf(uploads, finished.plain);
  const resolved = resolveSpec(
    spec,
    {
      format: timeFormat ?? spec.time.format,
      cadence: finished.cadence,
      ownSteps: finished.ways !== undefined,
      entityBuckets: bucketsOf(spec),
      inferred: specSource === 'inferred',
      vocabularies: joinVocabularies(uploads),
      refusedTimes: uploads.some(({ refusedTimes }) => refusedTimes),
    },
    warnings,
  );
  if (first !== undefined && last !== undefined)
    refuseSparse({ ...file, resolved, written: finished, first, last });
  return {
    plan: {
      spec: resolved,
      specSource,
      version: featureSetVersion(content.sha256, resolved),
      engineVersion: ENGINE_VERSION,
      content,
      from,
      to,
      buckets: [...finished.buckets],
    },
    readings: finished.readings,
    whole: finished.whole,
    warnings: [
      ...differing,
      ...warnings,
      ...lateColumns(finished.firstReadings, spec, span.from, span.to).map(
        (column) =>
          `column '${column}' has no reading in the time that models train on: no scale can be fitted to it, and it is unscaled in training sets; leave it out (drop), or choose another split`,
      ),
      ...seldomWarning(finished.seldom, resolved),
      ...(file.inferred ? singleWarning(finished.seldom, { rows, entities }) : []),
      ...cadenceEvidence(finished.ways, spec, '').map(({ decision }) => decision),
    ],
  };
};
