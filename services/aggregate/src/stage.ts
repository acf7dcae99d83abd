import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { aggregateBucket, Plan, ReadStretches, type Stretch } from '@wattline/engine';
import { TransientError } from '@wattline/errors';
import type { InputFile, Output, Stage } from '@wattline/worker/stage';
import { z } from 'zod';

const Ingested = z.object({ plan: Plan, stretches: ReadStretches });
const Transformed = z.object({
  kind: z.enum(['readings', 'rows', 'calendar', 'entities']),
  bucket: z.int(),
  /** Of those of its bucket. */
  stretch: z.int().default(0),
});
type Kind = z.infer<typeof Transformed>['kind'];
const Joined = z.object({ kind: z.literal('joined'), join: z.string(), period: z.string() });

const bucketName = (bucket: number): string => String(bucket).padStart(3, '0');

interface Work {
  readonly bucket: number;
  readonly readings: string;
  readonly rows: string;
  readonly calendar: string;
  readonly stretch: (Stretch & { readonly entities: string }) | undefined;
}

/** The files of each bucket, or stretch of one, in their order. */
const workOf = (inputs: readonly InputFile[], stretches: readonly Stretch[]): Work[] => {
  const files = new Map<string, { bucket: number; stretch: number } & Partial<Record<Kind, string>>>();
  const entities = new Map<number, string>();
  for (const { path, ref } of inputs) {
    const { kind, bucket, stretch } = Transformed.parse(ref.labels);
    if (kind === 'entities') entities.set(bucket, path);
    else {
      const name = `${bucket} ${stretch}`;
      files.set(name, { ...files.get(name), bucket, stretch, [kind]: path });
    }
  }
  return [...files.values()].map(({ bucket, stretch: index, readings, rows, calendar }) => {
    const stretch = stretches.filter((one) => one.bucket === bucket)[index];
    const own = stretch && { ...stretch, entities: entities.get(bucket) };
    if (readings === undefined || rows === undefined || calendar === undefined || !isWhole(own))
      throw new TransientError(
        'LEDGER_INCOMPLETE',
        `the record of transform lacks a file of bucket ${bucket}`,
        { remedy: 'replay the run from transform' },
      );
    return { bucket, readings, rows, calendar, stretch: own };
  });
};

/** Columns of other datasets. */
const joinedIn = (inputs: readonly InputFile[]): { join: string; period: string; path: string }[] =>
  inputs.flatMap(({ path, ref }) => {
    const { success, data } = Joined.safeParse(ref.labels);
    return success ? [{ join: data.join, period: data.period, path }] : [];
  });

const isWhole = (
  stretch: (Stretch & { readonly entities: string | undefined }) | undefined,
): stretch is (Stretch & { readonly entities: string }) | undefined =>
  stretch === undefined || stretch.entities !== undefined;

/** Readings and row features → one row per entity and interval, with lags and windows by time, in the feature set's partitions. */
export const aggregateStage = (): Stage => ({
  name: 'aggregate',
  run: async ({ ingested, inputs, scratch, signal, workKey }) => {
    const { plan, stretches } = Ingested.parse(ingested?.result);
    const joined = joinedIn(inputs);
    const others = inputs.filter(({ ref }) => ref.labels?.kind !== 'joined');
    const outputs: Output[] = [];
    let rowCount = 0;
    let warmup = 0;
    for (const [index, { bucket, ...files }] of workOf(others, stretches).entries()) {
      signal.throwIfAborted();
      const folder = join(scratch, String(index));
      await mkdir(folder);
      const { partitions, counts } = await aggregateBucket({ plan, bucket, ...files, folder, joined });
      // Of those periods too that have no row left.
      let dropped = counts.warmup;
      warmup += dropped;
      for (const { period, path, ...found } of partitions) {
        rowCount += found.rows;
        const early = dropped > 0 ? { warmup: dropped } : {};
        dropped = 0;
        outputs.push({
          store: 'features',
          key: workKey(`features-${bucketName(bucket)}-${period}.parquet`),
          path,
          labels: {
            kind: 'partition',
            bucket,
            period,
            rows: found.rows,
            from: found.from,
            to: found.to,
            ...early,
          },
          to: 0,
        });
      }
    }
    return { outputs, result: { rows: rowCount, partitions: outputs.length, ...(warmup > 0 && { warmup }) } };
  },
});
