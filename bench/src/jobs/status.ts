import { get, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { openLocalBackend } from '@wattline/bootstrap';
import { replayRun } from '@wattline/worker';
import type { Job } from '../job.ts';
import { type Load, load } from '../load.ts';
import { makeManyRuns, runOf } from '../many-runs.ts';
import type { RunningService } from '../running-service.ts';
import { startStatusService } from '../running-status.ts';

const RUNS = 10_000;
const LISTENERS = 100;
const CONNECTIONS = 16;
const SECONDS = 10;
/** Runs change so many at a time; memory is looked at after each. */
const BATCH = 1_000;

const totalOf = async ({ url }: RunningService): Promise<number> => {
  const answer = await fetch(new URL('/api/v1/runs?limit=1', url));
  return ((await answer.json()) as { total: number }).total;
};

const untilAll = async (status: RunningService): Promise<void> => {
  while ((await totalOf(status)) < RUNS) await sleep(50);
};

const listen = ({ url }: RunningService, hear: (text: string) => void): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    get(new URL('/api/v1/events', url), { agent: false }, (response) => {
      response.setEncoding('utf8').on('data', hear);
      resolve(response);
    }).on('error', reject);
  });

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;

interface Served extends Load {
  readonly cpuMs: number;
}

const row = (what: string, { requestsPerSecond, medianMs, p99Ms, cpuMs }: Served): string[] => [
  what,
  requestsPerSecond.toFixed(0),
  medianMs.toFixed(2),
  p99Ms.toFixed(2),
  cpuMs.toFixed(2),
];

/** Changes every run once, while all listen; memory after each thousand. */
const changeAll = async (
  status: RunningService,
  data: string,
  log: (text: string) => void,
): Promise<{ memory: number[]; events: number }> => {
  const backend = await openLocalBackend({ dataDir: data });
  let events = 0;
  const listeners = await Promise.all(
    Array.from({ length: LISTENERS }, () =>
      listen(status, (text) => {
        events += text.split('event: run.changed').length - 1;
      }),
    ),
  );
  // What each receives at first: the newest runs.
  await sleep(1_000);
  const before = events;
  const memory: number[] = [];
  for (let from = 0; from < RUNS; from += BATCH) {
    for (let number = from; number < from + BATCH; number += 1) await replayRun(backend, runOf(number));
    while (events - before < (from + BATCH) * LISTENERS) await sleep(20);
    memory.push(status.memory());
    log(`  ${from + BATCH} runs changed, ${LISTENERS} notified of each: ${megabytes(memory.at(-1) ?? 0)}`);
  }
  for (const listener of listeners) listener.destroy();
  backend.close();
  return { memory, events: events - before };
};

/** The status service on a large ledger. */
export const status: Job = {
  name: 'status',
  run: async ({ log }) => {
    const data = await makeManyRuns(RUNS, log);
    let startedAt = performance.now();
    let running = await startStatusService(data);
    await untilAll(running);
    const rebuilt = (performance.now() - startedAt) / 1_000;
    await running.stop();
    startedAt = performance.now();
    running = await startStatusService(data);
    await untilAll(running);
    const started = (performance.now() - startedAt) / 1_000;
    log(`  index made in ${rebuilt.toFixed(1)} s, opened in ${started.toFixed(1)} s`);
    try {
      const at = (path: string): URL => new URL(`/api/v1${path}`, running.url);
      const any = (): number => Math.floor(Math.random() * RUNS);
      const measureLoad = async (next: () => URL): Promise<Served> => {
        const before = running.cpuMs();
        const measured = await load({ next, connections: CONNECTIONS, seconds: SECONDS });
        return { ...measured, cpuMs: (running.cpuMs() - before) / measured.requests };
      };
      const first = await measureLoad(() => at('/runs'));
      const filtered = await measureLoad(() => at(`/runs?dataset=dataset-${any() % 50}&status=sealed`));
      const text = await measureLoad(() => at(`/runs?q=${runOf(any()).slice(-6)}`));
      const receipt = await measureLoad(() => at(`/runs/${runOf(any())}`));
      const afterLoad = running.memory();
      log(`  memory after the load: ${megabytes(afterLoad)}`);
      const { memory, events } = await changeAll(running, data, log);
      const [settled = 0] = memory.slice(1);
      const last = memory.at(-1) ?? 0;
      return {
        result: {
          title: 'The status service',
          about: `${RUNS.toLocaleString('en')} sealed runs of 50 datasets in the ledger; ${CONNECTIONS} connections on this machine ask for ${SECONDS} s each, the asking process beside the service on the same cores. Lists are of 50 runs, from the index; receipts are read from the ledger, one at random.`,
          header: ['', 'requests a second', 'median ms', 'p99 ms', 'CPU ms a request'],
          rows: [
            row('the list, newest first', first),
            row('the list, by dataset and status', filtered),
            row('the list, by part of an id', text),
            row('one receipt', receipt),
          ],
          aims: [
            {
              what: `memory after ${RUNS.toLocaleString('en')} changed runs, compared to after ${(2 * BATCH).toLocaleString('en')}, with ${LISTENERS} listeners`,
              limit: 1.1,
              unit: '×',
              measured: last / settled,
            },
          ],
          notes: [
            `Memory of the service: ${megabytes(afterLoad)} after the load, ${memory.map(megabytes).join(', ')} after each further ${BATCH.toLocaleString('en')} changed runs; ${events.toLocaleString('en')} events were sent. Its index was made from the ledger in ${rebuilt.toFixed(1)} s, and opened again, with a look at the whole ledger, in ${started.toFixed(1)} s from the start of the process.`,
          ],
        },
        failures: [],
      };
    } finally {
      await running.stop();
    }
  },
};
