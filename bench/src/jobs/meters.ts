import { baselinesPython } from '../baselines.ts';
import { baselineEntries, POLARS, wattline } from '../candidates.ts';
import type { Job } from '../job.ts';
import { metersFile, shown } from '../paths.ts';
import { medianPeak, medianSeconds, over, resultHeader, resultRows } from '../results.ts';
import { compare } from './compare.ts';

const METERS = 200;

/** 10.5 million rows of 200 meters, 1.0 GB. */
export const meters: Job = {
  name: 'meters',
  run: async ({ rounds = 3, log }) => {
    const python = await baselinesPython(log);
    const file = await metersFile(METERS);
    const entries = [wattline(file, 'meters'), ...baselineEntries(python, 'meters', file)];
    const { results, notes, failures } = await compare(python, entries, rounds, log);
    const seconds = over(medianSeconds(results, 'Wattline'), medianSeconds(results, POLARS));
    const peak = medianPeak(results, 'Wattline');
    return {
      result: {
        title: '200 meters, 10.5 million rows, 1.0 GB',
        about: `${shown(file)} (made by the benchmark): hourly means of 8 columns and 40 lags per meter, to Parquet. The peers do the features alone, Wattline the whole chain. Median of ${rounds} rounds.`,
        header: resultHeader,
        rows: resultRows(results),
        aims: [
          {
            what: 'the whole chain, compared to the features alone in Python Polars',
            limit: 1.5,
            unit: '×',
            ...(seconds === undefined ? {} : { measured: seconds }),
          },
          {
            what: 'memory of the largest process',
            limit: 2,
            unit: 'GB',
            ...(peak === undefined ? {} : { measured: peak / 1e9 }),
          },
        ],
        notes: [...notes],
      },
      failures,
    };
  },
};
