import type { MessageQueue, ObjectStore } from '@wattline/backend-contract';
import type { QueueName, StoreName } from '@wattline/topology';

export type Stores = Readonly<Record<StoreName, ObjectStore>>;
export type Queues = Readonly<Record<QueueName, MessageQueue>>;

/** Everything a stage worker or the command reaches outside of its process. */
export interface Backend {
  readonly stores: Stores;
  readonly queues: Queues;
  /** Where people copy files into a folder: takes the spec that is there by now, before an upload to its dataset is. */
  readonly takeSpec?: (dataset: string) => Promise<void>;
}
