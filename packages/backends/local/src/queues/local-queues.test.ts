import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeMessageQueue, type MakeMessageQueue } from '@wattline/backend-contract/contract';
import { expect, test } from 'vitest';
import { openLocalQueues } from './open-local-queues.ts';
import { topologyWith } from './testing/topology.ts';

const makeInFile: MakeMessageQueue = async (settings) => {
  const folder = await mkdtemp(join(tmpdir(), 'wattline-queues-'));
  const local = openLocalQueues({ path: join(folder, 'queues.db'), topology: topologyWith(settings) });
  return {
    queue: local.queues.ingest,
    close: async () => {
      local.close();
      await rm(folder, { recursive: true });
    },
  };
};

const makeInMemory: MakeMessageQueue = async (settings) => {
  const local = openLocalQueues({ path: ':memory:', topology: topologyWith(settings) });
  return { queue: local.queues.ingest, close: async () => local.close() };
};

describeMessageQueue('a SQLite file', makeInFile, { groups: 'fair' });
describeMessageQueue('SQLite in memory', makeInMemory, { groups: 'fair' });

test('where thousands of one group wait, and some are under way, the next message is another group’s', async () => {
  const { queue, close } = await makeInMemory({ maxReceives: 5 });
  try {
    for (let part = 0; part < 4_000; part += 1) await queue.send(`city ${part}`, { group: 'city' });
    const receive = () => queue.receive({ max: 2, waitMs: 0, visibilityMs: 600_000 });
    const cities = (await receive()).concat(await receive());
    expect(cities.map(({ group }) => group)).toEqual(Array.from({ length: 4 }, () => 'city'));
    for (const part of [0, 1, 2]) await queue.send(`town ${part}`, { group: 'town' });
    const next = (await receive()).concat(await receive());
    expect(next.map(({ body }) => body).sort()).toEqual(['town 0', 'town 1', 'town 2']);
  } finally {
    await close();
  }
});
