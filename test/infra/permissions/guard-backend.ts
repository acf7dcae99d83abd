import type { LocalBackend } from '@wattline/bootstrap';
import { QueueName, StoreName } from '@wattline/topology';
import type { Queues, Stores } from '@wattline/worker';
import { guardQueue } from './guard-queue.ts';
import { type Ask, guardStore } from './guard-store.ts';

/** The ARNs of a deployment's buckets and queues. */
export interface Arns {
  readonly buckets: Readonly<Record<StoreName, string>>;
  readonly queues: Readonly<Record<QueueName, string>>;
}

const byName = <Name extends string, Value>(
  names: readonly Name[],
  make: (name: Name) => Value,
): Record<Name, Value> => Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, Value>;

/** A backend as one role sees it. */
export const guardBackend = (
  backend: LocalBackend,
  { buckets, queues }: Arns,
  ask: Ask,
): { stores: Stores; queues: Queues } => ({
  stores: byName(StoreName.options, (name) => guardStore(backend.stores[name], buckets[name], ask)),
  queues: byName(QueueName.options, (name) => guardQueue(backend.queues[name], queues[name], ask)),
});
