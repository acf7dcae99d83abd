import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FleetAdapter, QueueAdapter, StoreAdapter } from '@wattline/backend-contract';
import { UsageError } from '@wattline/errors';
import { askSupervisor } from './fleet/ask-supervisor.ts';
import { openLocalStores } from './objects/open-local-stores.ts';
import { openLocalQueues } from './queues/open-local-queues.ts';

/** `WATTLINE_STORE=directory`: four folders in the data folder. */
export const storeAdapter: StoreAdapter = {
  scratchIn: ({ dataDir }) => join(dataDir, 'scratch'),
  open: async ({ dataDir, topology, onCreated }) => {
    const stores = await openLocalStores({
      folder: dataDir,
      topology,
      ...(onCreated && { notify: onCreated }),
    });
    return {
      stores,
      takeFile: async (store, key) => {
        await stores[store].importFile(key);
      },
      close: async () => {},
    };
  },
};

/** `WATTLINE_QUEUE=sqlite`: `queues.db` in the data folder. */
export const queueAdapter: QueueAdapter = {
  open: async ({ dataDir, topology }) => {
    await mkdir(dataDir, { recursive: true });
    const { queues, close } = openLocalQueues({ path: join(dataDir, 'queues.db'), topology });
    return { queues, close: async () => close() };
  },
};

/** `WATTLINE_FLEET=supervisor`: the process that started this one. */
export const fleetAdapter: FleetAdapter = {
  open: async () => {
    if (!process.connected)
      throw new UsageError('FLEET_UNREACHABLE', 'this process has no supervisor to ask what runs', {
        remedy: 'start it with wattline up, or choose another fleet in WATTLINE_FLEET',
      });
    return askSupervisor(process);
  },
};
