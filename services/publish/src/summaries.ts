import { readFile } from 'node:fs/promises';
import { SinceFit, type StepSums } from '@wattline/engine';
import type { InputFile } from '@wattline/worker/stage';
import { z } from 'zod';
import { isKind } from './sealed-partitions.ts';

const numbers = z
  .array(
    z
      .number()
      .nullable()
      .transform((value) => value ?? 0),
  )
  .readonly();
const columns = z.array(
  z.object({ name: z.string(), count: numbers, sum: numbers, min: numbers, max: numbers }),
);
const Steps: z.ZodType<StepSums> = z.object({ starts: numbers, columns: columns.readonly() });

/** What publish would read feature files for, by their SHA-256: a later version reads those that are new to it alone. */
export const Summaries = z.object({
  format: z.literal(1),
  /** The fit that rows are compared with. */
  fit: z.string(),
  since: z.record(z.string(), SinceFit),
  /** The first entity. */
  firsts: z.record(z.string(), z.string()),
  /** Parts of the series that the report draws; `plan` says of which. */
  series: z.object({ plan: z.string(), parts: z.record(z.string(), Steps) }),
});
export type Summaries = z.infer<typeof Summaries>;

const none: Summaries = { format: 1, fit: '', since: {}, firsts: {}, series: { plan: '', parts: {} } };

/** Those of the version before; none where it has none. */
export const summariesBefore = async (inputs: readonly InputFile[]): Promise<Summaries> => {
  const input = inputs.find(isKind('summaries'));
  return input === undefined ? none : Summaries.parse(JSON.parse(await readFile(input.path, 'utf8')));
};
