import { join } from 'node:path';
import {
  type FeaturePartition,
  featureColumns,
  featureSpan,
  fitScaler,
  inCanonicalOrder,
  type ManifestFile,
  makeManifest,
  makePreprocessor,
  manifestFile,
  Plan,
  partitionPath,
  sealedJson,
  splitBounds,
  writeTrainingSets,
} from '@wattline/engine';
import { TransientError } from '@wattline/errors';
import {
  featureSetPlaces,
  type InputFile,
  type ObjectRef,
  type Output,
  type Stage,
  type StageDone,
} from '@wattline/runtime';
import { z } from 'zod';
import { sealedBody } from './sealed-body.ts';

const Ingested = z.object({ plan: Plan });
const Partition = z.object({
  kind: z.literal('partition'),
  bucket: z.int(),
  period: z.string(),
  rows: z.int(),
});

interface StoredPartition extends FeaturePartition {
  readonly ref: ObjectRef;
}

const partitionsOf = (inputs: readonly InputFile[]): StoredPartition[] => {
  const stored = inputs.map(({ path, ref }): StoredPartition => {
    const { bucket, period, rows } = Partition.parse(ref.labels);
    return { bucket, period, rows, path, ref };
  });
  const order = inCanonicalOrder(stored);
  return stored.toSorted((a, b) => order.indexOf(a) - order.indexOf(b));
};

const profileOf = (ingested: StageDone | undefined): ObjectRef => {
  const profile = ingested?.outputs.find(({ labels }) => labels?.kind === 'profile');
  if (profile !== undefined) return profile;
  throw new TransientError('LEDGER_INCOMPLETE', 'the record of ingest names no profile', {
    remedy: 'replay the run',
  });
};

/** Feature partitions → split, scaler, training sets, preprocessor, and the manifest that makes the version visible. */
export const publishStage = (): Stage => ({
  name: 'publish',
  run: async ({ run, ingested, inputs, scratch, signal, log }) => {
    const { plan } = Ingested.parse(ingested?.result);
    const { spec, version } = plan;
    const partitions = partitionsOf(inputs);
    const columns = featureColumns(spec);
    const bounds = splitBounds(spec, await featureSpan(partitions));
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
    const profile = profileOf(ingested);

    const places = featureSetPlaces(run.dataset, version);
    const outputs: Output[] = [];
    const files: ManifestFile[] = [];
    for (const { bucket, period, rows, ref } of partitions) {
      const path = partitionPath(bucket, period);
      files.push({ path, bytes: ref.bytes, sha256: ref.sha256, rows });
      outputs.push({ ...places.file(path), from: ref });
    }
    for (const [name, { path: file, rows }] of Object.entries(training)) {
      const path = `training/${name}.parquet`;
      const line = await manifestFile({ file, path, rows });
      files.push(line);
      outputs.push({ ...places.file(path), path: file, sha256: line.sha256 });
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
    log.info(
      { version, rows, columns: columns.length, files: files.length },
      'feature set ready to be sealed',
    );
    // The manifest makes the version visible, the pointer makes it the one to take: in this order, after all else.
    outputs.push(
      { ...places.manifest, body: sealedJson(manifest) },
      { ...places.latest, pointer: { version, run: run.run, order: run.upload.order } },
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
