import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeMessageQueue } from '@wattline/backend-contract/contract';
import { openLocalQueues } from './open-local-queues.ts';
import { topologyWith } from './testing/topology.ts';

describeMessageQueue('a SQLite file', async (settings) => {
  const folder = await mkdtemp(join(tmpdir(), 'wattline-queues-'));
  const local = openLocalQueues({ path: join(folder, 'queues.db'), topology: topologyWith(settings) });
  return {
    queue: local.queues.ingest,
    close: async () => {
      local.close();
      await rm(folder, { recursive: true });
    },
  };
});

describeMessageQueue('SQLite in memory', async (settings) => {
  const local = openLocalQueues({ path: ':memory:', topology: topologyWith(settings) });
  return { queue: local.queues.ingest, close: async () => local.close() };
});
