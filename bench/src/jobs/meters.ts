import { POLARS, peerEntries, wattline } from '../contenders.ts';
import type { Job } from '../job.ts';
import { metersFile, shown } from '../paths.ts';
import { peersPython } from '../peers.ts';
import { medianPeak, medianSeconds, over, standingHeader, standingRows } from '../standings.ts';
import { compare } from './compare.ts';

const METERS = 200;

/** 10.5 million rows of 200 meters, 1.0 GB. */
export const meters: Job = {
  name: 'meters',
  run: async ({ rounds = 3, say }) => {
    const python = await peersPython(say);
    const file = await metersFile(METERS);
    const entries = [wattline(file, 'meters'), ...peerEntries(python, 'meters', file)];
    const { standings, notes, failures } = await compare(python, entries, rounds, say);
    const seconds = over(medianSeconds(standings, 'Wattline'), medianSeconds(standings, POLARS));
    const peak = medianPeak(standings, 'Wattline');
    return {
      result: {
        title: '200 meters, 10.5 million rows, 1.0 GB',
        about: `${shown(file)} (made by the benchmark): hourly means of 8 columns and 40 lags per meter, to Parquet. The peers do the features alone, Wattline the whole chain. Median of ${rounds} rounds.`,
        header: standingHeader,
        rows: standingRows(standings),
        aims: [
          {
            what: 'the whole chain, as against the features alone in Python Polars',
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
