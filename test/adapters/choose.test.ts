import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openBackend, readConfig } from '@wattline/bootstrap';
import { QueueName, StoreName } from '@wattline/topology';
import { readObjectCreated } from '@wattline/worker';
import { expect, onTestFinished, test } from 'vitest';

const adapters = fileURLToPath(new URL('./memory/adapters.ts', import.meta.url));
const needs = { stores: StoreName.options, queues: QueueName.options };

const open = async (settings: Readonly<Record<string, string>>) => {
  const folder = await mkdtemp(join(tmpdir(), 'wattline-adapters-'));
  const environment = { WATTLINE_DATA_DIR: folder, WATTLINE_SCRATCH: folder, ...settings };
  const backend = await openBackend(readConfig(environment), environment, needs);
  onTestFinished(async () => {
    await backend.close();
    await rm(folder, { recursive: true });
  });
  return backend;
};

// A store and a queue of different makes: the new object is announced all the same.
test.for([
  ['both from outside', { WATTLINE_STORE: adapters, WATTLINE_QUEUE: adapters }],
  ['a store from outside', { WATTLINE_STORE: adapters }],
  ['a queue from outside', { WATTLINE_QUEUE: `./${relative(process.cwd(), adapters)}` }],
] as const)('%s', async ([, settings]) => {
  const { stores, queues } = await open(settings);
  const key = 'staging-directory/town/readings.csv';
  await stores.staging.put(key, 'time,load\n');
  const [message] = await queues.ingest.receive({ max: 1, waitMs: 10_000, visibilityMs: 60_000 });
  expect(readObjectCreated(JSON.parse(message?.body ?? ''))).toMatchObject([
    { bucket: stores.staging.name, key, bytes: 10 },
  ]);
});
