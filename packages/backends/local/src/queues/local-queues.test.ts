import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeMessageQueue, type MakeMessageQueue } from '@wattline/backend-contract/contract';
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
