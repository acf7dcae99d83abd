import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeMeters, writeSample } from '@wattline/sample';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const bench = join(root, 'bench');

/** What the benchmark makes: never committed. */
export const work = join(bench, '.work');
export const baselines = join(bench, 'baselines');
export const results = join(bench, 'RESULTS.md');
export const specFile = (name: string): string => join(bench, 'specs', `${name}.yaml`);
/** A path as a reader may type it, from the project's root. */
export const shown = (path: string): string => relative(root, path);

/** The reference data, or a made-up year of the same shape where it is missing. */
export const referenceFile = async (): Promise<string> => {
  const given = join(root, '../shared/data/powerconsumption.csv');
  if (existsSync(given)) {
    return given;
  }
  const made = join(work, 'sample.csv');
  if (!existsSync(made)) {
    await mkdir(work, { recursive: true });
    await writeSample({ path: made, seed: 1 });
  }
  return made;
};

export const METER_ROWS = 52_560;

/** A year of 10-minute readings of so many meters, made once. */
export const metersFile = async (meters: number): Promise<string> => {
  const path = join(work, `meters-${meters}.csv`);
  if (!existsSync(path)) {
    await mkdir(work, { recursive: true });
    await writeMeters({ path, meters, rowsPerMeter: METER_ROWS, seed: 1 });
  }
  return path;
};
