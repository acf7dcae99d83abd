import {
  describeFleet,
  describeMessageQueue,
  describeObjectStore,
} from '@wattline/backend-contract/contract';
import { createMemoryFleet } from './memory/fleet.ts';
import { createMemoryQueue } from './memory/queue.ts';
import { createMemoryStore } from './memory/store.ts';

// As the author of an adapter runs them, in a project of their own.
describeObjectStore('an adapter from outside', async () => {
  const created: { key: string; bytes: number; etag: string; versionId?: string }[] = [];
  return {
    store: createMemoryStore({ name: 'plain', versioned: false }),
    versioned: createMemoryStore({
      name: 'versioned',
      versioned: true,
      onCreated: async (info) => {
        if (info.key.startsWith('staging-directory/')) created.push(info);
      },
    }),
    created: async () => created,
    close: async () => {},
  };
});

describeMessageQueue('an adapter from outside', async ({ maxReceives }) => ({
  queue: createMemoryQueue({ name: 'memory', maxReceives }),
  close: async () => {},
}));

const noAnswer = () => Promise.reject(new Error('nobody answers'));

describeFleet('an adapter from outside', async (services) => {
  const fleet = createMemoryFleet();
  for (const { name, count } of services) for (let n = 0; n < count; n += 1) fleet.start(name);
  return {
    fleet,
    end: async (id) => fleet.end(id),
    unreachable: { tasks: noAnswer, services: noAnswer, instances: noAnswer },
    close: async () => {},
  };
});
