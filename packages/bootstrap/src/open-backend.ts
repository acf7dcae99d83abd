import type { StoreAdapter } from '@wattline/backend-contract';
import type { QueueName, StoreName } from '@wattline/topology';
import { announceObject, type Backend, type ObjectCreated, type Queues, specKey } from '@wattline/worker';
import { adapterSettings } from './adapters/adapter-settings.ts';
import type { AdapterChoice } from './adapters/choose-adapters.ts';
import { loadAdapter } from './adapters/load-adapter.ts';
import { keepScratch, makeScratch } from './adapters/scratch.ts';
import type { ServiceConfig } from './config.ts';

/** The stores and queues that a caller uses: each is asked once at the start, unless it is on this machine. */
export interface BackendNeeds {
  readonly stores: readonly StoreName[];
  readonly queues: readonly QueueName[];
}

export interface OpenBackend extends Backend {
  /** A folder for temporary files. */
  readonly scratch: string;
  close(): Promise<void>;
}

type BackendConfig = Pick<ServiceConfig, 'adapters' | 'dataDir' | 'scratch'>;

/** Events of new objects for queues that the store does not announce to itself. */
const announcements = (store: StoreAdapter, { queue }: AdapterChoice, queues: Queues) =>
  store.announcesTo === queue
    ? {}
    : {
        onCreated: (to: QueueName, created: ObjectCreated) => announceObject(queues[to], created),
      };

/**
 * The stores and queues of the chosen adapters. Throws UsageError where a setting is wrong, or where what is needed does
 * not answer; nothing stays open then.
 */
export const openBackend = async (
  config: BackendConfig,
  environment: NodeJS.ProcessEnv,
  needs: BackendNeeds,
): Promise<OpenBackend> => {
  const settings = adapterSettings(config, environment);
  const storeAdapter = await loadAdapter('store', config.adapters.store);
  const queueAdapter = await loadAdapter('queue', config.adapters.queue);
  const ownScratch = storeAdapter.scratchIn?.(settings);
  const closing = new AsyncDisposableStack();
  try {
    const scratch =
      ownScratch === undefined ? await makeScratch(config.scratch) : await keepScratch(ownScratch);
    closing.defer(scratch.close);
    const { queues, close: closeQueues } = await queueAdapter.open({ ...settings, needs: needs.queues });
    closing.defer(closeQueues);
    const {
      stores,
      takeFile,
      close: closeStores,
    } = await storeAdapter.open({
      ...settings,
      needs: needs.stores,
      ...announcements(storeAdapter, config.adapters, queues),
    });
    closing.defer(closeStores);
    return {
      stores,
      queues,
      ...(takeFile && { takeSpec: (dataset) => takeFile('staging', specKey(dataset)) }),
      scratch: scratch.folder,
      close: () => closing.disposeAsync(),
    };
  } catch (error) {
    await closing.disposeAsync();
    throw error;
  }
};
