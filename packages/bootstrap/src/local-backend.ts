import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  type DirectoryStore,
  type HeldMessage,
  openLocalQueues,
  openLocalStores,
} from '@wattline/backend-local';
import { type KeepDays, type Topology, topology } from '@wattline/topology';
import { announceObject, type Backend, type ObjectCreated, specKey } from '@wattline/worker';
import { expireObjects } from './expire-objects.ts';

export interface LocalBackend extends Backend {
  /** The staging store once more, as the folder that people copy files into. */
  readonly staging: DirectoryStore;
  /** Absolute. */
  readonly dataDir: string;
  readonly scratch: string;
  /** Releases in-flight messages of dead workers. Call only while no worker runs. */
  releaseMessages(): Promise<number>;
  /** Makes what the dead process `pid` held visible at once; returns its messages. */
  releaseMessagesOf(pid: number): Promise<HeldMessage[]>;
  /** Removes what the topology lets expire: what stages hand on, a week after. Returns how many objects. */
  expireObjects(): Promise<number>;
  close(): void;
}

export interface LocalBackendOptions {
  readonly dataDir: string;
  /** Instead of the topology's. */
  readonly maxReceives?: number;
  /** A queue file of one's own, `:memory:` for one that ends with the process; else `queues.db` in the data folder. */
  readonly queuePath?: string;
  /** Hears of each upload before its queue does. */
  readonly onUpload?: (created: ObjectCreated) => void;
  /** For how long what goes by age stays, instead of the topology's days. */
  readonly keepDays?: KeepDays;
}

/** The topology with another number of deliveries for every queue. */
const withMaxReceives = (from: Topology, maxReceives: number | undefined): Topology =>
  maxReceives === undefined
    ? from
    : {
        ...from,
        queues: Object.fromEntries(
          Object.entries(from.queues).map(([name, queue]) => [name, { ...queue, maxReceives }]),
        ) as Topology['queues'],
      };

/** The four stores and the queues on this machine, made where they are not there yet. */
export const openLocalBackend = async (options: LocalBackendOptions): Promise<LocalBackend> => {
  const dataDir = resolve(options.dataDir);
  const scratch = join(dataDir, 'scratch');
  mkdirSync(scratch, { recursive: true });
  const { queues, release, releaseHeldBy, close } = openLocalQueues({
    path: options.queuePath ?? join(dataDir, 'queues.db'),
    topology: withMaxReceives(topology, options.maxReceives),
  });
  const stores = await openLocalStores({
    folder: dataDir,
    topology,
    notify: (queue, created) => {
      options.onUpload?.(created);
      return announceObject(queues[queue], created);
    },
  });
  return {
    dataDir,
    scratch,
    expireObjects: () => expireObjects(stores, topology, options.keepDays),
    stores,
    staging: stores.staging,
    takeSpec: async (dataset) => {
      await stores.staging.importFile(specKey(dataset));
    },
    queues,
    releaseMessages: release,
    releaseMessagesOf: (pid) => releaseHeldBy(String(pid)),
    close,
  };
};
