import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { ServedVersions } from './datasets/served-versions.ts';

/** What the service did, and what it holds, for Prometheus. */
export const createMetrics = (versions: ServedVersions) => {
  const registry = new Registry();
  const registers = [registry];
  registry.setDefaultLabels({ stage: 'serve' });
  collectDefaultMetrics({ register: registry });
  const rows = new Counter({ name: 'wattline_served_rows_total', help: 'Rows served', registers });
  const held = (name: string, help: string, of: 'entities' | 'readings' | 'dropped') =>
    new Gauge({
      name,
      help,
      labelNames: ['dataset', 'version'],
      registers,
      collect() {
        this.reset();
        for (const { transform, counts } of versions.all())
          this.set({ dataset: transform.dataset, version: transform.version }, counts()[of]);
      },
    });
  held('wattline_held_entities', 'Entities whose readings are held', 'entities');
  held('wattline_held_readings', 'Readings that are held', 'readings');
  held(
    'wattline_dropped_entities',
    'Entities that gave way to others, so that memory stays bounded',
    'dropped',
  );
  return {
    contentType: registry.contentType,
    read: () => registry.metrics(),
    count: (made: number): void => rows.inc(made),
  };
};
