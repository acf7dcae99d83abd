import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Output } from './agreement.ts';
import { baselines, shown, specFile, work } from './paths.ts';
import type { Candidate } from './side-by-side.ts';

export type Entry = Candidate & Output;

/** `wattline run` in a fresh process on fresh stores: the whole chain, sealed and copied out. */
export const wattline = (file: string, spec: string): Entry => {
  const data = join(work, 'wattline-data');
  const out = join(work, 'out-wattline');
  return {
    name: 'Wattline',
    command: {
      program: join('node_modules', '.bin', 'wattline'),
      args: ['run', shown(file), '--spec', shown(specFile(spec)), '--dataset', spec, '--out', shown(out)],
      env: { WATTLINE_DATA_DIR: shown(data) },
    },
    clear: async () => {
      await rm(data, { recursive: true, force: true });
      await rm(out, { recursive: true, force: true });
    },
    parquet: join(out, 'features/**/*.parquet'),
  };
};

const peer = (
  python: string,
  name: string,
  script: string,
  file: string,
  env: Readonly<Record<string, string>> = {},
): Entry => {
  const parquet = join(work, `${script}.parquet`);
  return {
    name,
    command: {
      program: python,
      args: [shown(join(baselines, `${script}.py`)), shown(file), shown(parquet)],
      env,
    },
    clear: () => rm(parquet, { recursive: true, force: true }),
    parquet,
  };
};

export const POLARS = 'Python Polars';

/** The same features alone, as a practitioner writes them in each of the three. */
export const baselineEntries = (python: string, job: 'reference' | 'meters', file: string): Entry[] => [
  peer(python, POLARS, `polars_${job}`, file),
  peer(python, 'DuckDB', `duckdb_${job}`, file),
  peer(python, 'pandas', `pandas_${job}`, file),
];

/** Ray Data, as features are made on a cluster; it starts one on this machine, and writes a folder. */
export const rayEntry = (python: string, file: string): Entry =>
  peer(python, 'Ray Data', 'ray_reference', file, { RAY_USAGE_STATS_ENABLED: '0' });
