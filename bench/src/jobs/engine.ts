import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { baselinesPython } from '../baselines.ts';
import { baselineEntries, type Entry, POLARS } from '../candidates.ts';
import type { Job } from '../job.ts';
import { metersFile, shown, specFile, work } from '../paths.ts';
import { medianSeconds, over, resultHeader, resultRows } from '../results.ts';
import { compare } from './compare.ts';

const METERS = 200;
const ENGINE = 'Wattline’s engine';

const enginePlan = (file: string): Entry => {
  const out = join(work, 'out-engine');
  return {
    name: ENGINE,
    command: {
      program: join('node_modules', '.bin', 'node'),
      args: ['bench/src/engine-plan.ts', shown(file), shown(specFile('meters')), shown(out)],
    },
    clear: () => rm(out, { recursive: true, force: true }),
    parquet: join(out, 'features/**/*.parquet'),
  };
};

/** From CSV to features, without anything around it: what the peers' scripts do. */
export const engine: Job = {
  name: 'engine',
  run: async ({ rounds = 3, log }) => {
    const python = await baselinesPython(log);
    const file = await metersFile(METERS);
    const [polars] = baselineEntries(python, 'meters', file);
    const entries = [enginePlan(file), ...(polars === undefined ? [] : [polars])];
    const { results, notes, failures } = await compare(python, entries, rounds, log);
    const seconds = over(medianSeconds(results, ENGINE), medianSeconds(results, POLARS));
    return {
      result: {
        title: 'The engine alone, from CSV to features',
        about: `${shown(file)} (made by the benchmark): the engine's ingest (checks, quarantine, duplicates, buckets), transform and aggregate in one process, without chain, hashes, profile and training sets. Median of ${rounds} rounds.`,
        header: resultHeader,
        rows: resultRows(results),
        aims: [
          {
            what: 'the engine’s plan, compared to Python Polars',
            limit: 1,
            unit: '×',
            ...(seconds === undefined ? {} : { measured: seconds }),
          },
        ],
        notes: [...notes],
      },
      failures,
    };
  },
};
