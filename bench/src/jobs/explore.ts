import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeMeters } from '@wattline/sample';
import type { Job } from '../job.ts';
import { type Load, load } from '../load.ts';
import { measure } from '../measure.ts';
import { shown, specFile, work } from '../paths.ts';
import { startStatusService } from '../running-status.ts';

const ROWS = 1_000_000;
const DATASET = 'explore';
const SECONDS = 5;
const DAY_MS = 86_400_000;

const looks = [
  { name: 'all 19 years', days: undefined },
  { name: 'a year', days: 365 },
  { name: 'a month', days: 30 },
  { name: 'a day', days: 1 },
] as const;

const readingsFile = async (): Promise<string> => {
  const path = join(work, 'explore.csv');
  if (existsSync(path)) return path;
  await mkdir(work, { recursive: true });
  await writeMeters({ path, meters: 1, rowsPerMeter: ROWS, seed: 1 });
  return path;
};

/** A version with a million rows of one entity. */
const makeVersion = async (): Promise<string> => {
  const data = join(work, 'explore-data');
  await rm(data, { recursive: true, force: true });
  const args = ['run', shown(await readingsFile()), '--spec', shown(specFile('explore'))];
  await measure({
    program: join('node_modules', '.bin', 'wattline'),
    args: [...args, '--dataset', DATASET, '--data-dir', shown(data)],
  });
  return data;
};

const row = (what: string, asked: Load, meanwhile?: Load): string[] => [
  what,
  asked.medianMs.toFixed(0),
  asked.p99Ms.toFixed(0),
  meanwhile === undefined ? '' : meanwhile.p99Ms.toFixed(1),
];

/** Zooming through a large version, while others ask for small things. */
export const explore: Job = {
  name: 'explore',
  run: async ({ log }) => {
    const running = await startStatusService(await makeVersion());
    try {
      const version = new URL(`/api/v1/datasets/${DATASET}/versions/latest/`, running.url);
      const set = (await (await fetch(new URL('.', version).href.replace(/\/$/, ''))).json()) as {
        rows: number;
        from: string;
        to: string;
      };
      if (set.rows !== ROWS) throw new Error(`the version has ${set.rows} rows`);
      const [from, to] = [Date.parse(set.from), Date.parse(set.to)];
      const series = (days: number | undefined): URL => {
        const url = new URL('series', version);
        url.searchParams.set('points', '1000');
        for (const name of ['active_power_mean', 'temperature_mean'])
          url.searchParams.append('columns', name);
        if (days === undefined) return url;
        const start = from + Math.random() * (to - from - days * DAY_MS);
        url.searchParams.set('from', new Date(start).toISOString());
        url.searchParams.set('to', new Date(start + days * DAY_MS).toISOString());
        return url;
      };
      const health = new URL('/healthz', running.url);
      const ask = (next: () => URL): Promise<Load> => load({ next, connections: 1, seconds: SECONDS });
      // Polars is loaded with the first look.
      await ask(() => series(1));
      const idle = await ask(() => health);
      const rows: string[][] = [];
      const waits: number[] = [];
      let slowest = 0;
      for (const { name, days } of looks) {
        const [asked, meanwhile] = await Promise.all([ask(() => series(days)), ask(() => health)]);
        log(`  ${name}: ${asked.medianMs.toFixed(0)} ms, others wait ${meanwhile.p99Ms.toFixed(1)} ms`);
        rows.push(row(`a series of ${name}`, asked, meanwhile));
        waits.push(meanwhile.p99Ms);
        slowest = Math.max(slowest, asked.medianMs);
      }
      const page = new URL('rows', version);
      const deep = await ask(() => {
        page.searchParams.set('offset', String(Math.floor(Math.random() * (ROWS - 100))));
        return page;
      });
      rows.push(row('100 rows from anywhere', deep));
      return {
        result: {
          title: 'Exploring a version',
          about: `One entity, ${ROWS.toLocaleString('en')} rows. One reader looks at two columns in about 1,000 points, at a span taken at random, for ${SECONDS} s each; another asks for /healthz all the while, the asking process beside the service on the same cores.`,
          header: ['', 'median ms', 'p99 ms', 'p99 ms of /healthz meanwhile'],
          rows,
          aims: [
            { what: 'a series, whatever its span', limit: 500, unit: 'ms', measured: slowest },
            {
              what: 'a small request waits meanwhile, p99',
              limit: 100,
              unit: 'ms',
              measured: Math.max(...waits),
            },
          ],
          notes: [`/healthz alone: ${idle.p99Ms.toFixed(1)} ms, p99.`],
        },
        failures: [],
      };
    } finally {
      await running.stop();
    }
  },
};
