import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { aggregateBucket, Plan } from '@wattline/engine';
import { TransientError } from '@wattline/errors';
import type { InputFile, Output, Stage } from '@wattline/worker/stage';
import { z } from 'zod';

const Ingested = z.object({ plan: Plan });
const Transformed = z.object({ kind: z.enum(['readings', 'rows', 'calendar']), bucket: z.int() });
type Kind = z.infer<typeof Transformed>['kind'];

const bucketName = (bucket: number): string => String(bucket).padStart(3, '0');

/** The three files of each bucket, in bucket order. */
const byBucket = (inputs: readonly InputFile[]): ({ bucket: number } & Record<Kind, string>)[] => {
  const files = new Map<number, Partial<Record<Kind, string>>>();
  for (const { path, ref } of inputs) {
    const { kind, bucket } = Transformed.parse(ref.labels);
    files.set(bucket, { ...files.get(bucket), [kind]: path });
  }
  return [...files].map(([bucket, { readings, rows, calendar }]) => {
    if (readings === undefined || rows === undefined || calendar === undefined)
      throw new TransientError(
        'LEDGER_INCOMPLETE',
        `the record of transform lacks a file of bucket ${bucket}`,
        {
          remedy: 'replay the run from transform',
        },
      );
    return { bucket, readings, rows, calendar };
  });
};

/** Readings and row features → one row per entity and interval, with lags and windows by time, in the feature set's partitions. */
export const aggregateStage = (): Stage => ({
  name: 'aggregate',
  run: async ({ ingested, inputs, scratch, signal, workKey }) => {
    const { plan } = Ingested.parse(ingested?.result);
    const outputs: Output[] = [];
    let rowCount = 0;
    for (const { bucket, ...files } of byBucket(inputs)) {
      signal.throwIfAborted();
      const folder = join(scratch, bucketName(bucket));
      await mkdir(folder);
      const { partitions } = await aggregateBucket({ plan, bucket, ...files, folder });
      for (const { period, path, ...found } of partitions) {
        rowCount += found.rows;
        outputs.push({
          store: 'features',
          key: workKey(`features-${bucketName(bucket)}-${period}.parquet`),
          path,
          labels: { kind: 'partition', bucket, period, rows: found.rows, from: found.from, to: found.to },
          to: 0,
        });
      }
    }
    return { outputs, result: { rows: rowCount, partitions: outputs.length } };
  },
});
