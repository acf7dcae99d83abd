import type { MessageQueue, ObjectStore } from '@wattline/backend-contract';
import { UsageError } from '@wattline/errors';
import type { QueueName, StoreName } from '@wattline/topology';

export interface CheckedChain {
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

/** Asks each bucket and queue that a service needs once. Throws UsageError that names those that do not answer. */
export const checkAws = async (
  chain: CheckedChain,
  needs: { readonly stores: readonly StoreName[]; readonly queues: readonly QueueName[] },
): Promise<void> => {
  const faults = await Promise.all([
    ...needs.stores.map((name) => {
      const store = chain.stores[name];
      return faultOf(`bucket ${store.name}`, async () => {
        for await (const _ of store.list('')) return;
      });
    }),
    ...needs.queues.map((name) => {
      const queue = chain.queues[name];
      return faultOf(`queue ${queue.name}`, () => queue.depth());
    }),
  ]);
  const told = faults.flat();
  if (told.length === 0) return;
  throw new UsageError('AWS_UNUSABLE', `what this service needs does not answer\n  ${told.join('\n  ')}`, {
    remedy:
      'check WATTLINE_PREFIX, AWS_REGION, the endpoint and the credentials; make what is missing with Terraform or wattline-provision',
  });
};
