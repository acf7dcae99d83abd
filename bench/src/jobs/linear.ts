import { wattline } from '../candidates.ts';
import type { Job } from '../job.ts';
import { METER_ROWS, metersFile } from '../paths.ts';
import { over } from '../results.ts';
import { type Measured, median, sideBySide } from '../side-by-side.ts';

interface Step {
  readonly rows: number;
  readonly result: Measured;
}

const perMillion = ({ rows, result }: Step): number | undefined =>
  result.seconds.length === 0 ? undefined : (median(result.seconds) / rows) * 1e6;

const peak = ({ result }: Step): number | undefined =>
  result.peakBytes.length === 0 ? undefined : median(result.peakBytes);

const tableRow = (step: Step): string[] => [
  `${(step.rows / 1e6).toFixed(1)} million`,
  step.result.seconds.length === 0 ? 'failed' : median(step.result.seconds).toFixed(2),
  perMillion(step)?.toFixed(2) ?? '–',
  peak(step) === undefined ? '–' : `${((peak(step) ?? 0) / 1e6).toFixed(0)} MB`,
];

const HUGE =
  '100 million rows (10 GB of disk, and as much again for the stores) are measured with `--huge` alone.';

/** Wattline alone on ten times the meters, and ten times again. */
export const linear: Job = {
  name: 'linear',
  run: async ({ rounds = 3, huge, log }) => {
    const steps: Step[] = [];
    for (const meters of huge ? [19, 190, 1_900] : [19, 190]) {
      const file = await metersFile(meters);
      log(` ${meters} meters`);
      const entry = wattline(file, 'meters');
      const [result] = await sideBySide([entry], meters > 1_000 ? 1 : rounds, log);
      await entry.clear();
      if (result !== undefined) {
        steps.push({ rows: meters * METER_ROWS, result });
      }
    }
    const [first] = steps;
    const last = steps.at(-1);
    const cost = first && last && over(perMillion(last), perMillion(first));
    const memory = last && peak(last);
    return {
      result: {
        title: 'From 1 to 100 million rows',
        about: `Wattline’s whole chain on files of more and more meters, a year of 10-minute rows each, one process. Median of ${rounds} rounds (the largest: one).`,
        header: ['rows', 'seconds', 'seconds per million rows', 'peak memory'],
        rows: steps.map(tableRow),
        aims: [
          {
            what: 'a million rows of the largest file, compared to the smallest',
            limit: 1,
            unit: '×',
            ...(cost === undefined ? {} : { measured: cost }),
          },
          {
            what: 'memory of the largest process on the largest file',
            limit: 2,
            unit: 'GB',
            ...(memory === undefined ? {} : { measured: memory / 1e9 }),
          },
        ],
        notes: huge ? [] : [HUGE],
      },
      failures: steps.flatMap(({ rows, result }) =>
        result.failure === undefined ? [] : [`${rows} rows: ${result.failure}`],
      ),
    };
  },
};
