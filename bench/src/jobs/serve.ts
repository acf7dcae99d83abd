import { loadavg } from 'node:os';
import type { Job } from '../job.ts';
import type { RunningService } from '../running-service.ts';
import { loadBare } from '../serve/bare-load.ts';
import { checkRows, rowsIn } from '../serve/check-rows.ts';
import { type Asked, askOnce, type OpenLoad, openLoad } from '../serve/open-loop.ts';
import { startServe } from '../serve/running-serve.ts';
import { type SealedDataset, sealDataset } from '../serve/sealed-dataset.ts';
import { median } from '../side-by-side.ts';

const SECONDS = 8;
const STARTS = 7;
const HOUR = 3_600_000;
/** Rows of one request of many, and of one line of it. */
const [BULK_LINES, BULK_ENTITIES] = [200, 10];
const BULK_REQUESTS = 20;

const pathOf = ({ name }: SealedDataset): string => `/api/v1/datasets/${name}/rows?scaled=false`;

/** Which meter a request asks for: each in turn, in no order that helps. */
const meterOf = ({ meters }: SealedDataset, request: number): string =>
  meters[(request * 7919) % meters.length] ?? '';

const rowOf =
  (dataset: SealedDataset) =>
  (request: number): Asked => ({
    path: pathOf(dataset),
    body: JSON.stringify({ entity: meterOf(dataset, request) }),
    check: (text) => checkRows(dataset, rowsIn(text), 1),
  });

const fiftyOf =
  (dataset: SealedDataset) =>
  (request: number): Asked => ({
    path: pathOf(dataset),
    body: JSON.stringify({
      entities: Array.from({ length: 50 }, (_, i) => meterOf(dataset, request * 50 + i)),
    }),
    check: (text) => checkRows(dataset, rowsIn(text), 50),
  });

/** Each meter's last readings as a body, as a program that holds them would send them. */
const withReadings = (dataset: SealedDataset, hours: number): ((request: number) => Asked) => {
  const columns = ['active_power', 'reactive_power', 'voltage', 'current', 'frequency', 'temperature'];
  const all = [...columns, 'humidity', 'irradiance'];
  const bodies = dataset.meters.slice(0, 50).map((meter) => {
    const sealed = dataset.last.get(meter) ?? {};
    const until = Number(sealed.event_timestamp);
    const readings = Array.from({ length: hours }, (_, i) => {
      const back = hours - 1 - i;
      const lag = back === 0 ? '' : `_lag${back}h`;
      const cells = all.map((name) => {
        const known = sealed[`${name}_mean${lag}`];
        return [name, String(known ?? (50 + ((i * 37) % 101) / 8).toFixed(3))];
      });
      return {
        meter,
        timestamp: new Date(until - back * HOUR).toISOString().slice(0, 19),
        ...Object.fromEntries(cells),
      };
    });
    return JSON.stringify({ readings, hold: false });
  });
  return (request) => ({
    path: pathOf(dataset),
    body: bodies[request % bodies.length] ?? '',
    check: (text) => {
      const [row] = rowsIn(text);
      const [meter = ''] = [row?.entity];
      const sealed = dataset.last.get(meter);
      // Lags are readings that were sent; windows are of hours that were made up.
      for (const name of all)
        for (const back of [1, 6, 24])
          if (row?.values[`${name}_mean_lag${back}h`] !== sealed?.[`${name}_mean_lag${back}h`])
            throw new Error(`${meter} ${name} ${back} h back is not what was sent`);
    },
  });
};

const bulkOf = (dataset: SealedDataset, request: number): Asked => ({
  path: pathOf(dataset),
  type: 'application/x-ndjson',
  body: Array.from({ length: BULK_LINES }, (_, line) =>
    JSON.stringify({
      entities: Array.from({ length: BULK_ENTITIES }, (_, i) =>
        meterOf(dataset, (request * BULK_LINES + line) * BULK_ENTITIES + i),
      ),
    }),
  ).join('\n'),
  check: (text) => {
    const lines = text.trim().split('\n');
    if (lines.length !== BULK_LINES) throw new Error(`${lines.length} lines, not ${BULK_LINES}`);
    checkRows(dataset, rowsIn(lines[request % BULK_LINES] ?? ''), BULK_ENTITIES);
  },
});

/** Asks for each meter once, so that all are held. */
const holdAll = async ({ url }: RunningService, dataset: SealedDataset): Promise<void> => {
  for (let from = 0; from < dataset.meters.length; from += 500) {
    const entities = dataset.meters.slice(from, from + 500);
    const check = (text: string): void => checkRows(dataset, rowsIn(text), entities.length);
    await askOnce(url, { path: pathOf(dataset), body: JSON.stringify({ entities }), check });
  }
};

interface Started {
  readonly readyMs: number;
  readonly firstRowMs: number;
  readonly cpuMs: number;
  readonly memory: number;
}

const measureStarts = async (dataset: SealedDataset): Promise<Started[]> => {
  const found: Started[] = [];
  // The first one compiles, and keeps that for the others.
  for (let start = 0; start <= STARTS; start += 1) {
    const running = await startServe(dataset.data);
    await fetch(new URL('/healthz', running.url));
    const [readyMs, cpuMs] = [performance.now() - running.startedAt, running.cpuMs()];
    const memory = running.memory();
    await askOnce(running.url, rowOf(dataset)(start));
    const firstRowMs = performance.now() - running.startedAt;
    await running.stop();
    if (start > 0) found.push({ readyMs, firstRowMs, cpuMs, memory });
  }
  return found;
};

const bulk = async (running: RunningService, dataset: SealedDataset): Promise<number> => {
  for (let request = 0; request < 3; request += 1) await askOnce(running.url, bulkOf(dataset, request));
  const before = running.cpuMs();
  for (let request = 0; request < BULK_REQUESTS; request += 1)
    await askOnce(running.url, bulkOf(dataset, request));
  return (BULK_REQUESTS * BULK_LINES * BULK_ENTITIES) / ((running.cpuMs() - before) / 1_000);
};

const megabytes = (bytes: number): number => bytes / 1e6;

const row = (what: string, { keptUp, ...load }: OpenLoad, cpu: number): string[] => [
  keptUp ? what : `${what} (fell behind)`,
  load.requestsPerSecond.toFixed(0),
  load.p50Ms.toFixed(2),
  load.p99Ms.toFixed(2),
  load.mostMs.toFixed(1),
  cpu.toFixed(3),
];

/** The service that serves rows, by its own process on this machine. */
export const serve: Job = {
  name: 'serve',
  run: async ({ rounds = 3, log }) => {
    const load = loadavg()[0] ?? 0;
    const town = await sealDataset({ name: 'serve-town', meters: 200, hours: 120, log });
    const starts = await measureStarts(town);
    const startOf = (what: keyof Started): number => median(starts.map((one) => one[what]));
    log(
      `  ready after ${startOf('readyMs').toFixed(0)} ms (${startOf('cpuMs').toFixed(0)} ms of processor time)`,
    );
    const running = await startServe(town.data);
    const tables: string[][] = [];
    const lateness: number[] = [];
    const loads: Record<string, OpenLoad> = {};
    let rowsPerCore = 0;
    try {
      await holdAll(running, town);
      const measureLoad = async (
        what: string,
        perSecond: number,
        next: (request: number) => Asked,
      ): Promise<{ readonly load: OpenLoad; readonly cpu: number }> => {
        await openLoad({ url: running.url, next, perSecond, seconds: 2 });
        const rounded: { load: OpenLoad; cpu: number }[] = [];
        for (let round = 0; round < rounds; round += 1) {
          const before = running.cpuMs();
          const one = await openLoad({ url: running.url, next, perSecond, seconds: SECONDS });
          rounded.push({ load: one, cpu: (running.cpuMs() - before) / one.requests });
          log(`  ${what}: p50 ${one.p50Ms.toFixed(2)} ms, p99 ${one.p99Ms.toFixed(2)} ms`);
        }
        // The middle round, as one: its figures belong together.
        const [middle] = rounded
          .toSorted((a, b) => a.load.p99Ms - b.load.p99Ms)
          .slice(Math.floor(rounded.length / 2));
        if (middle === undefined) throw new Error('no round');
        tables.push(row(what, middle.load, middle.cpu));
        lateness.push(middle.load.latep99Ms);
        return middle;
      };
      const measureBeside = async (
        what: string,
        perSecond: number,
        next: (request: number) => Asked,
      ): Promise<OpenLoad> => {
        const { load: own, cpu } = await measureLoad(what, perSecond, next);
        const bytes = Buffer.byteLength(await askOnce(running.url, next(0)));
        const bare = await loadBare(next, { bytes, cpu, perSecond, seconds: SECONDS });
        log(`    a bare server that takes as long: p99 ${bare.load.p99Ms.toFixed(2)} ms`);
        tables.push(row('a bare server that takes as long', bare.load, bare.cpu));
        return own;
      };
      loads.held = await measureBeside('one row of a held history', 5_000, rowOf(town));
      loads.body = await measureBeside('one row of 49 hours in the body', 1_000, withReadings(town, 49));
      loads.fifty = (await measureLoad('50 rows of held histories', 100, fiftyOf(town))).load;
      rowsPerCore = await bulk(running, town);
      log(`  in bulk: ${rowsPerCore.toFixed(0)} rows for each second of processor time`);
    } finally {
      await running.stop();
    }
    const grid = await sealDataset({ name: 'serve-grid', meters: 10_000, hours: 170, log });
    const large = await startServe(grid.data);
    let memory = 0;
    try {
      await holdAll(large, grid);
      await holdAll(large, grid);
      memory = large.memory();
      log(`  10,000 meters: ${megabytes(memory).toFixed(0)} MB`);
    } finally {
      await large.stop();
    }
    return {
      result: {
        title: 'Serving rows',
        about: `200 meters with hourly readings of 8 columns, rows of 200 plain features, from one process (the bundle that \`wattline up\` starts) to one asking process beside it on the same cores. Requests are sent at a fixed rate for ${SECONDS} s, and latency counts from the moment at which each was due. Of answers one in 97 is compared with the sealed rows, bit for bit. Median of ${rounds} rounds.`,
        header: ['', 'requests a second', 'p50 ms', 'p99 ms', 'most ms', 'CPU ms a request'],
        rows: tables,
        aims: [
          {
            what: 'a row of a held history at 5,000/s, p50',
            limit: 0.3,
            unit: 'ms',
            measured: loads.held?.p50Ms,
          },
          {
            what: 'a row of a held history at 5,000/s, p99',
            limit: 3,
            unit: 'ms',
            measured: loads.held?.p99Ms,
          },
          {
            what: 'a row of 49 hours in the body at 1,000/s, p99',
            limit: 5,
            unit: 'ms',
            measured: loads.body?.p99Ms,
          },
          {
            what: '50 rows of 200 features in one request, p99',
            limit: 10,
            unit: 'ms',
            measured: loads.fifty?.p99Ms,
          },
          {
            what: 'processor time of 20,000 rows in bulk (NDJSON)',
            limit: 1,
            unit: 's',
            measured: 20_000 / rowsPerCore,
          },
          {
            what: 'from the start of the process until it answers',
            limit: 300,
            unit: 'ms',
            measured: startOf('readyMs'),
          },
          {
            what: 'memory of the process with 10,000 meters, 8 columns and 169 hours of each',
            limit: 200,
            unit: 'MB',
            measured: megabytes(memory),
          },
        ].map(({ measured, ...aim }) => ({ ...aim, ...(measured !== undefined && { measured }) })),
        notes: [
          `In bulk: ${rowsPerCore.toFixed(0)} rows for each second of processor time, 10 to a line, 200 lines to a request. The service takes ${startOf('cpuMs').toFixed(0)} ms of processor time until it answers, its first row ${startOf('firstRowMs').toFixed(0)} ms from the start, ${megabytes(startOf('memory')).toFixed(0)} MB before it.`,
          'A bare server that takes as long is a `node:http` server that answers the same requests with as many bytes, and is busy for as long as the service takes processor time: its latency is what the machine and the asking process leave, and what the service has above it is its own.',
          `The asking process itself sent one request in a hundred ${lateness.map((ms) => ms.toFixed(2)).join(', ')} ms late or later, which counts as latency.`,
          load > 1
            ? `Measured while other work had the machine’s cores as well (a load of ${load.toFixed(1)} before it began): requests waited for a core, and only processor time and memory can be compared.`
            : `Measured with a load of ${load.toFixed(1)} on the machine before it began.`,
        ],
      },
      failures: [],
    };
  },
};
