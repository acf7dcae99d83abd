import { baselinesPython } from '../baselines.ts';
import { baselineEntries, POLARS, rayEntry, wattline } from '../candidates.ts';
import type { Job } from '../job.ts';
import { referenceFile, shown } from '../paths.ts';
import { medianSeconds, over, resultHeader, resultRows } from '../results.ts';
import { compare } from './compare.ts';

/** A year of one town, 52,416 rows: how much the chain adds to features alone. */
export const reference: Job = {
  name: 'reference',
  run: async ({ rounds = 7, log }) => {
    const python = await baselinesPython(log);
    const file = await referenceFile();
    const entries = [
      wattline(file, 'reference'),
      ...baselineEntries(python, 'reference', file),
      rayEntry(python, file),
    ];
    const { results, notes, failures } = await compare(python, entries, rounds, log);
    const seconds = over(medianSeconds(results, 'Wattline'), medianSeconds(results, POLARS));
    return {
      result: {
        title: 'The reference file',
        about: `${shown(file)}: hourly means of 8 columns, the calendar one-hot, 40 lags, to Parquet. The peers do the features alone, their lags by row, which gives the same on data without gaps; Wattline does the whole chain: checks, profile, quarantine, four stages, scaling, training sets, hashes, sealing. Median of ${rounds} rounds.`,
        header: resultHeader,
        rows: resultRows(results),
        aims: [
          {
            what: 'the whole chain, compared to the features alone in Python Polars',
            limit: 3,
            unit: '×',
            ...(seconds === undefined ? {} : { measured: seconds }),
          },
        ],
        notes: [
          ...notes,
          'Ray Data starts a cluster on this machine and stops it again, which is part of its time; the memory is that of its largest process.',
        ],
      },
      failures,
    };
  },
};
