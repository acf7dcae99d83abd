import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { disagreements } from '../agreement.ts';
import { baselinesPython } from '../baselines.ts';
import type { Job } from '../job.ts';
import { type Command, measure } from '../measure.ts';
import { baselines, METER_ROWS, metersFile, shown, specFile, work } from '../paths.ts';
import { medianPeak, medianSeconds, over } from '../results.ts';
import { type Candidate, type Measured, median, sideBySide } from '../side-by-side.ts';

const DAY = 86_400_000;
const STEP = 600_000;
/** The files of meters have a year from here on. */
const YEAR_END = Date.UTC(2018, 0, 1);
const COLUMNS =
  'meter,timestamp,active_power,reactive_power,voltage,current,frequency,temperature,humidity,irradiance';

const meterName = (meter: number): string => `meter-${String(meter + 1).padStart(6, '0')}`;

const line = (meter: number, atMs: number, value: number): string =>
  `${meterName(meter)},${new Date(atMs).toISOString().slice(0, 19)},${Array.from({ length: 8 }, (_, i) => (value + i).toFixed(3)).join(',')}`;

/** The so-manieth day after the year. */
const dayText = (meters: number, day: number): string => {
  const lines = [COLUMNS];
  for (let at = 0; at < DAY; at += STEP)
    for (let meter = 0; meter < meters; meter += 1)
      lines.push(line(meter, YEAR_END + day * DAY + at, 100 + ((at / STEP + meter * 7) % 90)));
  return `${lines.join('\n')}\n`;
};

/** One reading in the middle of the year. */
const correctionText = (round: number): string =>
  `${COLUMNS}\n${line(0, YEAR_END - 180 * DAY, 900 + round)}\n`;

/** The same upload for each candidate, another one in each round. */
const uploads = (name: string, textOf: (round: number) => string) => {
  const rounds = new Map<string, number>();
  const path = (who: string): string => join(work, `grow-${who}-${name}.csv`);
  return {
    path,
    next: async (who: string): Promise<void> => {
      const round = rounds.get(who) ?? 0;
      rounds.set(who, round + 1);
      await writeFile(path(who), textOf(round));
    },
  };
};

const tableRow = ({ name, seconds, peakBytes, failure }: Measured): string[] =>
  failure !== undefined || seconds.length === 0
    ? [name, 'failed', '–', '–']
    : [
        name,
        median(seconds).toFixed(2),
        `${Math.min(...seconds).toFixed(2)} to ${Math.max(...seconds).toFixed(2)}`,
        `${(median(peakBytes) / 1e6).toFixed(0)} MB`,
      ];

/** A day of readings, and one corrected reading, after a year of them. */
export const grow: Job = {
  name: 'grow',
  run: async ({ rounds = 3, huge, log }) => {
    const meters = huge ? 200 : 20;
    const python = await baselinesPython(log);
    const base = await metersFile(meters);
    const [data, out] = [join(work, 'grow-data'), join(work, 'out-grow')];
    const [table, parquet] = [join(work, 'grow-delta'), join(work, 'grow-delta.parquet')];
    const removeAll = async (): Promise<void> => {
      for (const path of [data, out, table, parquet]) await rm(path, { recursive: true, force: true });
    };
    const command = (...args: string[]): Command => ({
      program: join('node_modules', '.bin', 'wattline'),
      args,
      env: { WATTLINE_DATA_DIR: shown(data) },
    });
    const wattline = (file: string, dataset = 'pinned'): Command =>
      command('run', shown(file), '--spec', shown(specFile(`meters-${dataset}`)), '--dataset', dataset);
    const script = shown(join(baselines, 'delta_grow.py'));
    const delta = (file: string): Command => ({
      program: python,
      args: [script, shown(table), shown(file), shown(parquet)],
    });
    await removeAll();
    log(' the year');
    const first = await measure(wattline(base));
    await measure(wattline(base, 'refitted'));
    await measure({ program: python, args: [script, shown(table), shown(base)] });
    const kinds = [
      { what: 'a day', of: uploads('day', (round) => dayText(meters, round)) },
      { what: 'one reading corrected', of: uploads('correction', correctionText) },
    ];
    const candidates = kinds.flatMap(({ what, of }): Candidate[] => [
      {
        name: `Wattline, ${what}`,
        command: wattline(of.path('wattline')),
        clear: () => of.next('wattline'),
      },
      {
        name: `Wattline, ${what}, fitted again`,
        command: wattline(of.path('refitted'), 'refitted'),
        clear: () => of.next('refitted'),
      },
      {
        name: `Delta MERGE and Polars, ${what}`,
        command: delta(of.path('delta')),
        clear: () => of.next('delta'),
      },
    ]);
    const results = await sideBySide(candidates, rounds, log);
    for (const dataset of ['pinned', 'refitted'])
      await measure(command('pull', dataset, '--out', shown(join(out, dataset))));
    const differences = await disagreements(python, [
      { name: 'Delta MERGE and Polars', parquet },
      { name: 'Wattline', parquet: join(out, 'pinned/features/**/*.parquet') },
      { name: 'Wattline, fitted again', parquet: join(out, 'refitted/features/**/*.parquet') },
    ]);
    await removeAll();
    const seconds = (name: string): number | undefined => medianSeconds(results, name);
    const day = over(seconds('Wattline, a day'), seconds('Delta MERGE and Polars, a day'));
    const cell = seconds('Wattline, one reading corrected');
    const peak = medianPeak(results, 'Wattline, a day');
    return {
      result: {
        title: 'A dataset that grows',
        about: `${((meters * METER_ROWS) / 1e6).toFixed(1)} million rows, a year of ${meters} meters (${first.seconds.toFixed(1)} s at first); then a day of each, and one corrected reading, each a sealed version of the whole: with the fit that the first version has (\`training.refit: pinned\`), and with one of each version’s own, for which all training sets are written again. The peers merge the upload into a Delta table and make the features of all of it again, without checks and training sets. Median of ${rounds} rounds.`,
        header: ['', 'seconds', 'least to most', 'peak memory'],
        rows: results.map(tableRow),
        aims: [
          {
            what: 'a day, compared to Delta MERGE and the features again in Polars',
            limit: 1,
            unit: '×',
            ...(day === undefined ? {} : { measured: day }),
          },
          {
            what: 'one corrected reading',
            limit: 1.5,
            unit: 's',
            ...(cell === undefined ? {} : { measured: cell }),
          },
          {
            what: 'memory of the largest process, a day',
            limit: 0.5,
            unit: 'GB',
            ...(peak === undefined ? {} : { measured: peak / 1e9 }),
          },
        ],
        notes: [
          differences.length === 0
            ? 'The outputs agree after all rounds: rows, and the sum of every mean and every lag to nine digits.'
            : `**The outputs differ**: ${differences.join('; ')}.`,
        ],
      },
      failures: [
        ...results.flatMap(({ name, failure }) => (failure === undefined ? [] : [`${name}: ${failure}`])),
        ...differences,
      ],
    };
  },
};
