import type { Topology } from '@wattline/topology';

/** Queues that all give up after `maxReceives`. */
export function topologyWith({ maxReceives }: { maxReceives: number }): Pick<Topology, 'queues'> {
  const queue = { visibilityMs: 60_000, maxReceives };
  return { queues: { ingest: queue, transform: queue, aggregate: queue, publish: queue, events: queue } };
}
