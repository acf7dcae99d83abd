import { join } from 'node:path';
import { z } from 'zod';
import { measure } from './measure.ts';
import { baselines } from './paths.ts';

/** Rows, and the sum of each mean and each lag by one name for all. */
const Summary = z.object({ rows: z.int(), sums: z.record(z.string(), z.number().nullable()) });
type Summary = z.infer<typeof Summary>;

const TOLERANCE = 1e-9;

const summaryOf = async (python: string, parquet: string): Promise<Summary> => {
  const { stdout } = await measure({ program: python, args: [join(baselines, 'summary.py'), parquet] });
  return Summary.parse(JSON.parse(stdout));
};

const differences = (name: string, theirs: Summary, ours: Summary): string[] => {
  const rows = theirs.rows === ours.rows ? [] : [`${name}: ${ours.rows} rows, not ${theirs.rows}`];
  const sums = Object.entries(theirs.sums).flatMap(([column, expected]) => {
    const found = ours.sums[column];
    if (found === undefined) {
      return [`${name}: has no ${column}`];
    }
    const near = Math.abs((found ?? 0) - (expected ?? 0)) <= TOLERANCE * Math.max(1, Math.abs(expected ?? 0));
    return near ? [] : [`${name}: the sum of ${column} is ${found}, not ${expected}`];
  });
  return [...rows, ...sums];
};

export interface Output {
  readonly name: string;
  /** A file or a glob. */
  readonly parquet: string;
}

/** In what the outputs differ from the first; nothing where they agree. */
export const disagreements = async (python: string, outputs: readonly Output[]): Promise<string[]> => {
  const [first, ...others] = outputs;
  if (first === undefined) {
    return [];
  }
  const expected = await summaryOf(python, first.parquet);
  const found: string[] = [];
  for (const { name, parquet } of others) {
    found.push(...differences(name, expected, await summaryOf(python, parquet)).slice(0, 5));
  }
  return found;
};
