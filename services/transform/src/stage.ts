import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Plan, transformBucket } from '@wattline/engine';
import type { Output, Stage } from '@wattline/worker/stage';
import { z } from 'zod';

const Ingested = z.object({ plan: Plan });
const Readings = z.object({ kind: z.literal('readings'), bucket: z.int() });

const bucketName = (bucket: number): string => String(bucket).padStart(3, '0');

/** Readings → row features, and the calendar of their intervals; the readings themselves are handed on as they are. */
export const transformStage = (): Stage => ({
  name: 'transform',
  run: async ({ ingested, inputs, part, scratch, signal, workKey }) => {
    const { plan } = Ingested.parse(ingested?.result);
    const outputs: Output[] = [];
    for (const { path, ref } of inputs) {
      signal.throwIfAborted();
      const { bucket } = Readings.parse(ref.labels);
      const folder = join(scratch, bucketName(bucket));
      await mkdir(folder);
      const { rows, calendar } = await transformBucket({ plan, bucket, readings: path, folder });
      outputs.push({ ref, to: part });
      for (const [kind, file] of [
        ['rows', rows],
        ['calendar', calendar],
      ] as const) {
        const key = workKey(`${kind}-${bucketName(bucket)}.parquet`);
        outputs.push({ store: 'features', key, path: file, labels: { kind, bucket }, to: part });
      }
    }
    return { outputs, result: { buckets: inputs.length } };
  },
});
