import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Plan, ReadStretches, transformBucket } from '@wattline/engine';
import type { InputFile, Output, Stage } from '@wattline/worker/stage';
import { z } from 'zod';

const Ingested = z.object({
  plan: Plan,
  /** Buckets that are not named are worked on whole. */
  stretches: ReadStretches,
});
const Readings = z.object({ kind: z.literal('readings'), bucket: z.int(), period: z.string().default('') });
/** What the next stage has of ingest alone. */
const Passed = z.object({ kind: z.enum(['entities', 'joined']) });

const bucketName = (bucket: number): string => String(bucket).padStart(3, '0');

interface Piece extends z.infer<typeof Readings> {
  readonly file: InputFile;
}

const piecesOf = (inputs: readonly InputFile[]): Map<number, Piece[]> => {
  const pieces = inputs
    .filter(({ ref }) => ref.labels?.kind === 'readings')
    .map((file): Piece => ({ ...Readings.parse(file.ref.labels), file }))
    .sort((a, b) => (a.period < b.period ? -1 : 1));
  return Map.groupBy(pieces, ({ bucket }) => bucket);
};

/** Readings → row features, and the calendar of their intervals; readings in one file are handed on as they are. */
export const transformStage = (): Stage => ({
  name: 'transform',
  run: async ({ ingested, inputs, part, scratch, signal, workKey }) => {
    const { plan, stretches } = Ingested.parse(ingested?.result);
    const outputs: Output[] = inputs
      .filter(({ ref }) => Passed.safeParse(ref.labels).success)
      .map(({ ref }) => ({ ref, to: part }));
    const buckets = piecesOf(inputs);
    for (const [bucket, pieces] of buckets) {
      const own = stretches.filter((stretch) => stretch.bucket === bucket);
      for (const [index, stretch] of (own.length === 0 ? [undefined] : own).entries()) {
        // Readings that several parts need come to all.
        if (stretch?.part !== undefined && stretch.part !== part) continue;
        signal.throwIfAborted();
        const name = `${bucketName(bucket)}-${index}`;
        const folder = join(scratch, name);
        await mkdir(folder);
        const wanted = pieces.filter(({ period }) => stretch?.readings.includes(period) ?? true);
        const paths = wanted.map(({ file }) => file.path);
        const { readings, rows, calendar } = await transformBucket({
          plan,
          bucket,
          readings: paths,
          folder,
          stretch,
        });
        const given = wanted.find(({ file }) => file.path === readings);
        const made = { rows, calendar, ...(given === undefined && { readings }) };
        if (given !== undefined) outputs.push({ ref: given.file.ref, to: part });
        for (const [kind, file] of Object.entries(made)) {
          const key = workKey(`${kind}-${name}.parquet`);
          outputs.push({
            store: 'features',
            key,
            path: file,
            labels: { kind, bucket, stretch: index },
            to: part,
          });
        }
      }
    }
    return { outputs, result: { buckets: buckets.size } };
  },
});
