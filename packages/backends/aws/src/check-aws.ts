import type { MessageQueue, ObjectStore } from '@wattline/backend-contract';
import { UsageError } from '@wattline/errors';
import type { QueueName, StoreName } from '@wattline/topology';

export interface CheckedBackend {
  readonly stores: Readonly<Record<StoreName, ObjectStore>>;
  readonly queues: Readonly<Record<QueueName, MessageQueue>>;
}

/** What went wrong, where something did. */
const faultOf = async (what: string, ask: () => Promise<unknown>): Promise<string[]> => {
  try {
    await ask();
    return [];
  } catch (error) {
    // A refused connection has its reason in its parts, and no message.
    const reason = error instanceof AggregateError ? error.errors.join(', ') : String(error);
    return [`${what}: ${reason}`];
  }
};

const storeFaults = (stores: CheckedBackend['stores'], names: readonly StoreName[]): Promise<string[]>[] =>
  names.map((name) => {
    const store = stores[name];
    return faultOf(`bucket ${store.name}`, async () => {
      for await (const _ of store.list('')) return;
    });
  });

const queueFaults = (queues: CheckedBackend['queues'], names: readonly QueueName[]): Promise<string[]>[] =>
  names.map((name) => {
    const queue = queues[name];
    return faultOf(`queue ${queue.name}`, () => queue.depth());
  });

const requireNone = async (asked: readonly Promise<string[]>[]): Promise<void> => {
  const faults = (await Promise.all(asked)).flat();
  if (faults.length === 0) return;
  throw new UsageError('AWS_UNUSABLE', `what this service needs does not answer\n  ${faults.join('\n  ')}`, {
    remedy:
      'check WATTLINE_PREFIX, AWS_REGION, the endpoint and the credentials; make what is missing with Terraform or wattline-provision',
  });
};

/** Asks each bucket once. Throws UsageError that names those that do not answer. */
export const checkStores = (stores: CheckedBackend['stores'], names: readonly StoreName[]): Promise<void> =>
  requireNone(storeFaults(stores, names));

/** Asks each queue once. Throws UsageError that names those that do not answer. */
export const checkQueues = (queues: CheckedBackend['queues'], names: readonly QueueName[]): Promise<void> =>
  requireNone(queueFaults(queues, names));

/** Asks each bucket and queue that a service needs once. Throws UsageError that names those that do not answer. */
export const checkAws = (
  backend: CheckedBackend,
  needs: { readonly stores: readonly StoreName[]; readonly queues: readonly QueueName[] },
): Promise<void> =>
  requireNone([...storeFaults(backend.stores, needs.stores), ...queueFaults(backend.queues, needs.queues)]);
