import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { openAwsQueues, openAwsStores, readAwsConfig } from '@wattline/backend-aws';
import type { MessageQueue } from '@wattline/backend-contract';
import { openLocalBackend } from '@wattline/bootstrap';
import { EventType, isFinished, stageEvent } from '@wattline/worker';
import type { Job } from '../job.ts';
import { startLocalStack } from '../localstack.ts';
import { makeManyRuns, runOf } from '../many-runs.ts';
import { root } from '../paths.ts';
import { startStatusService } from '../running-status.ts';

const RUNS = 200;
/** Of each run, so often: as many replays would send. */
const TIMES = 3;
const AT_ONCE = 32;

const eventTypes: readonly EventType[] = [
  'wattline.upload.received',
  ...EventType.options.filter(isFinished),
];
const EVENTS = RUNS * TIMES * eventTypes.length;

const bodies = function* (): Generator<string> {
  for (let time = 0; time < TIMES; time += 1)
    for (const type of eventTypes)
      for (let number = 0; number < RUNS; number += 1)
        yield JSON.stringify(
          stageEvent(type, {
            run: runOf(number),
            dataset: 'dataset',
            replay: 0,
            part: 0,
            parts: 1,
            stage: 'ingest',
          }),
        );
};

const each = async <Item>(items: Iterator<Item>, work: (item: Item) => Promise<unknown>): Promise<void> => {
  const worker = async (): Promise<void> => {
    for (let next = items.next(); next.done !== true; next = items.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
};

interface Taken {
  readonly perSecond: number;
  /** CPU time of the service: what it takes on a machine that has other things to do. */
  readonly cpuMsPerEvent: number;
}

const row = (where: string, { perSecond, cpuMsPerEvent }: Taken): string[] => [
  where,
  perSecond.toFixed(0),
  cpuMsPerEvent.toFixed(2),
];

/** Events a second, from the start of a service without runs to the empty queue. */
const takeEvents = async (
  data: string,
  queue: MessageQueue,
  settings: Readonly<Record<string, string>> = {},
): Promise<Taken> => {
  await each(bodies(), (body) => queue.send(body));
  const service = await startStatusService(data, settings);
  const startedAt = performance.now();
  const cpuBefore = service.cpuMs();
  for (;;) {
    const { visible, inFlight } = await queue.depth();
    if (visible + inFlight === 0) break;
    await sleep(200);
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  const cpuMs = service.cpuMs() - cpuBefore;
  await service.stop();
  return { perSecond: EVENTS / seconds, cpuMsPerEvent: cpuMs / EVENTS };
};

const RECEIVERS = 4;

/** What the queue gives to who only receives and deletes, ten at a time: events a second. */
const onlyTaken = async (queue: MessageQueue): Promise<number> => {
  await each(bodies(), (body) => queue.send(body));
  const startedAt = performance.now();
  let taken = 0;
  const receive = async (): Promise<void> => {
    while (taken < EVENTS) {
      const messages = await queue.receive({ max: 10, waitMs: 0, visibilityMs: 300_000 });
      await Promise.all(messages.map((message) => queue.delete(message)));
      taken += messages.length;
    }
  };
  await Promise.all(Array.from({ length: RECEIVERS }, receive));
  return EVENTS / ((performance.now() - startedAt) / 1_000);
};

const onThisMachine = async (data: string): Promise<Taken> => {
  const backend = await openLocalBackend({ dataDir: data });
  try {
    return await takeEvents(data, backend.queues.events);
  } finally {
    backend.close();
  }
};

const onLocalStack = async (data: string): Promise<Taken & { readonly onlyTaken: number }> => {
  const localstack = await startLocalStack();
  const settings = {
    WATTLINE_PREFIX: 'wattline-bench',
    WATTLINE_ENDPOINT: localstack.endpoint,
    WATTLINE_SCRATCH: join(data, 'scratch'),
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  };
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
  const provision = join(root, 'packages/backends/aws/src/provision/main.ts');
  await promisify(execFile)(process.execPath, [provision], { env: { ...process.env, ...settings } });
  const config = readAwsConfig(settings);
  const { stores, close: closeStores } = openAwsStores(config);
  const { queues, close: closeQueues } = openAwsQueues(config);
  const local = await openLocalBackend({ dataDir: data });
  try {
    const keys: string[] = [];
    for await (const { key } of local.stores.results.list('runs/')) keys.push(key);
    await each(keys.values(), async (key) => {
      const found = await local.stores.results.get(key);
      if (found !== undefined) await stores.results.put(key, found.body);
    });
    return {
      ...(await takeEvents(data, queues.events, settings)),
      onlyTaken: await onlyTaken(queues.events),
    };
  } finally {
    local.close();
    await closeQueues();
    closeStores();
    await localstack.stop();
  }
};

/** How fast the status service takes the events of many runs. */
export const events: Job = {
  name: 'events',
  run: async ({ log }) => {
    const data = await makeManyRuns(RUNS, log);
    try {
      const local = await onThisMachine(data);
      log(`  ${row('local queue: events a second, CPU ms an event:', local).join(' ')}`);
      const sqs = await onLocalStack(data);
      log(`  ${row('LocalStack: events a second, CPU ms an event:', sqs).join(' ')}`);
      return {
        result: {
          title: 'Events that the status service takes',
          about: `${EVENTS} events of ${RUNS} sealed runs wait when the service starts, with an empty index; until the queue is empty. Meanwhile it also reads the whole ledger. LocalStack is one Python process on the same machine.`,
          header: ['queue', 'events a second', 'CPU ms an event'],
          rows: [
            row('local queue', local),
            row('LocalStack', sqs),
            ['LocalStack, received and deleted alone', sqs.onlyTaken.toFixed(0), ''],
          ],
          aims: [],
          notes: [],
        },
        failures: [],
      };
    } finally {
      await rm(data, { recursive: true, force: true });
    }
  },
};
