import type {
  FleetAdapter,
  ObjectStore,
  QueueAdapter,
  QueueName,
  StoreAdapter,
  StoreName,
} from '@wattline/backend-contract';
import { createMemoryFleet } from './fleet.ts';
import { createMemoryQueue } from './queue.ts';
import { createMemoryStore } from './store.ts';

/** Chosen with `WATTLINE_STORE=./adapters.ts`: what an adapter outside of Wattline's own repository looks like. */
export const storeAdapter: StoreAdapter = {
  open: async ({ topology, onCreated }) => {
    const open = (name: StoreName): ObjectStore => {
      const { versioned, notifies } = topology.stores[name];
      return createMemoryStore({
        name,
        versioned,
        onCreated: async ({ modifiedAt: at, ...info }) => {
          if (notifies !== undefined && info.key.startsWith(notifies.prefix))
            await onCreated?.(notifies.queue, { bucket: name, at, ...info });
        },
      });
    };
    return {
      stores: {
        staging: open('staging'),
        features: open('features'),
        models: open('models'),
        results: open('results'),
      },
      close: async () => {},
    };
  },
};

export const queueAdapter: QueueAdapter = {
  open: async ({ topology }) => {
    const open = (name: QueueName) =>
      createMemoryQueue({ name, maxReceives: topology.queues[name].maxReceives });
    return {
      queues: {
        ingest: open('ingest'),
        transform: open('transform'),
        aggregate: open('aggregate'),
        publish: open('publish'),
        events: open('events'),
      },
      close: async () => {},
    };
  },
};

export const fleetAdapter: FleetAdapter = { open: async () => createMemoryFleet() };
