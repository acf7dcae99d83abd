import { hashFile } from '@wattline/hash';
import type { DatasetSpec } from '../../kept-upload.ts';
import { bucketPaths } from '../../periods/bucket-paths.ts';
import type { ReadingsFile } from '../../periods/readings-file.ts';
import type { Plan } from '../../plan.ts';
import { createBucketFinisher, type FinishedBuckets } from '../settle/finish-buckets.ts';
import { monthsOf } from '../settle/isolated-times.ts';
import { columnsOf, lackedBy } from './dataset-columns.ts';
import { describeJoined, type JoinedUpload } from './describe-joined.ts';
import { joinBucket } from './join-bucket.ts';
import { readKeptReadings } from './kept-readings.ts';
import type { DeletedRows, Layer } from './layers.ts';
import { type HashedReadings, hashedReadings } from './readings-hash.ts';

/** An upload with its files of kept readings. */
export interface UploadReadings extends Omit<JoinedUpload, keyof HashedReadings> {
  readonly readings: readonly (ReadingsFile & { readonly sha256: string })[];
}

export interface JoinedUploads {
  readonly plan: Plan;
  readonly readings: FinishedBuckets['readings'];
  readonly whole: FinishedBuckets['whole'];
  readonly warnings: readonly string[];
}

const isUpload = (layer: UploadReadings | DeletedRows): layer is UploadReadings => !('deletes' in layer);

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
  const { spec } = dataset;
  const columns = columnsOf(spec);
  const finisher = createBucketFinisher({ spec, columns, entity: spec.entity, folder, keepsPlain: true });
  const overlap = { together: 0, differing: 0 };
  const buckets = new Set(uploads.flatMap(({ readings }) => readings.map(({ bucket }) => bucket)));
  for (const bucket of [...buckets].sort((a, b) => a - b)) {
    signal?.throwIfAborted();
    const rows = layers.flatMap((layer): Layer[] => {
      if (!isUpload(layer)) return [layer];
      const lacks = lackedBy(layer, columns);
      const paths = layer.readings.filter((file) => file.bucket === bucket).map(({ path }) => path);
      return paths.length === 0
        ? []
        : [{ rows: readKeptReadings(paths, lacks, columns, spec.entity), lacks, is: layer.is }];
    });
    const joined = await joinBucket(rows, spec.emptyCells);
    overlap.together += joined.together;
    overlap.differing += joined.differing;
    if (joined.rows.height > 0) await finisher.add(bucket, joined.rows);
  }
  const finished = await finisher.end();
  const { readings, whole } = finished;
  const paths = [...bucketPaths(readings, whole).values()].flat();
  const plain = await Promise.all(
    finished.plain.map(async ({ bucket, period, rows, path }) => ({
      bucket,
      period,
      rows,
      ...(await hashFile(path)),
    })),
  );
  const joined = { ...finished, ...overlap, plain, months: () => monthsOf(paths) };
  const described = await describeJoined({
    dataset,
    name,
    uploads: uploads.map((upload) => ({ ...upload, ...hashedReadings(upload.readings) })),
    joined,
  });
  return { ...described, readings, whole };
};
