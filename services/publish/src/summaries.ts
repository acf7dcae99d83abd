import { readFile } from 'node:fs/promises';
import { SinceFit, type StepSums } from '@wattline/engine';
import { type InputFile, manyByName } from '@wattline/worker/stage';
import { z } from 'zod';
import { isKind } from './sealed-partitions.ts';

const numbers = z.array(z.number().nullable()).readonly();
const columns = z.array(
  z.object({ name: z.string(), count: numbers, sum: numbers, min: numbers, max: numbers }),
);
/** As JSON has it: nulls where there is no value. */
const Steps = z.object({ starts: numbers, columns: columns.readonly() });

/** What publish would read feature files for, by their SHA-256: a later version reads those that are new to it alone. */
const Stored = z.object({
  format: z.literal(1),
  /** The fit that rows are compared with. */
  fit: z.string(),
  since: manyByName(SinceFit),
  /** The first entity. */
  firsts: manyByName(z.string()),
  /** Parts of the series that the report draws; `plan` says of which. */
  series: z.object({ plan: z.string(), parts: manyByName(Steps) }),
});

export interface Summaries extends Omit<z.infer<typeof Stored>, 'series'> {
  readonly series: { readonly plan: string; readonly parts: Readonly<Record<string, StepSums>> };
}

const none: Summaries = { format: 1, fit: '', since: {}, firsts: {}, series: { plan: '', parts: {} } };

const known = (values: readonly (number | null)[]): number[] => values.map((value) => value ?? 0);

const stepsOf = ({ starts, columns: all }: z.infer<typeof Steps>): StepSums => ({
  starts: known(starts),
  columns: all.map(({ name, count, sum, min, max }) => ({
    name,
    count: known(count),
    sum: known(sum),
    min: known(min),
    max: known(max),
  })),
});

/** Those of the version before; none where it has none. */
export const summariesBefore = async (inputs: readonly InputFile[]): Promise<Summaries> => {
  const input = inputs.find(isKind('summaries'));
  if (input === undefined) return none;
  const { series, ...stored } = Stored.parse(JSON.parse(await readFile(input.path, 'utf8')));
  const parts = Object.entries(series.parts).map(([name, steps]) => [name, stepsOf(steps)] as const);
  return { ...stored, series: { plan: series.plan, parts: Object.fromEntries(parts) } };
};
