import { bodiesOf, type Worker } from './load.ts';
import { createLocalWorker } from './local-worker.ts';
import { createConsumerWorker, createSqsWorker } from './sqs-workers.ts';

/**
 * One worker process: fills its queue, works it off, and prints how long that took as JSON.
 * Usage: WORKER ENDPOINT LOAD AT-ONCE, the load as JSON
 */
const [name = '', endpoint = '', text = '', atOnce = ''] = process.argv.slice(2);
const workers: Readonly<Record<string, () => Promise<Worker>>> = {
  local: createLocalWorker,
  sqs: () => createSqsWorker(endpoint),
  consumer: () => createConsumerWorker(endpoint),
};
const create = workers[name];
if (create === undefined) throw new Error(`there is no worker ${name}`);
const worker = await create();
const load = JSON.parse(text);
await worker.fill(bodiesOf(load));
const startedAt = performance.now();
await worker.workOff(load, Number(atOnce));
const seconds = (performance.now() - startedAt) / 1_000;
await worker.close();
process.stdout.write(JSON.stringify({ seconds }));
