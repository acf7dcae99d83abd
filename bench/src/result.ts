import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { work } from './paths.ts';

/** What was to be reached, and what was. Smaller is better in all of them. */
const Aim = z.object({
  what: z.string(),
  limit: z.number(),
  measured: z.number().optional(),
  unit: z.string(),
});
export type Aim = z.infer<typeof Aim>;

export const Result = z.object({
  title: z.string(),
  /** What was done, in a sentence or two. */
  about: z.string(),
  /** What prints these figures again. */
  command: z.string(),
  machine: z.string(),
  date: z.string(),
  header: z.array(z.string()),
  rows: z.array(z.array(z.string())),
  aims: z.array(Aim),
  notes: z.array(z.string()),
});
export type Result = z.infer<typeof Result>;

const fileOf = (job: string): string => join(work, 'results', `${job}.json`);

/** Keeps a result, so that RESULTS.md has all of them when one is measured again. */
export const keepResult = async (job: string, result: Result): Promise<void> => {
  await mkdir(join(work, 'results'), { recursive: true });
  await writeFile(fileOf(job), JSON.stringify(result, null, 2));
};

export const keptResult = async (job: string): Promise<Result | undefined> => {
  try {
    return Result.parse(JSON.parse(await readFile(fileOf(job), 'utf8')));
  } catch {
    return undefined;
  }
};
