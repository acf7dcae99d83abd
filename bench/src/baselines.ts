import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { measure } from './measure.ts';
import { baselines, work } from './paths.ts';

const requirements = join(baselines, 'requirements.txt');
const home = join(work, 'venv');
const stamp = join(home, '.installed');

/** The Python that has the baselines, in the versions pinned; made on first use. */
export const baselinesPython = async (log: (text: string) => void): Promise<string> => {
  const python = join(home, 'bin/python');
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) {
    return python;
  }
  log('making a virtual environment for Polars, pandas, DuckDB and Ray, once');
  await rm(home, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  await measure({ program: 'python3', args: ['-m', 'venv', home] });
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements];
  await measure({ program: python, args: install });
  await writeFile(stamp, wanted);
  return python;
};

/** `polars 2.1.0, …`: what the results were measured against. */
export const baselineVersions = (): string =>
  readFileSync(requirements, 'utf8')
    .split('\n')
    .filter((line) => /^(polars|pandas|duckdb|ray)==/.test(line))
    .map((line) => line.replace('==', ' '))
    .join(', ');
