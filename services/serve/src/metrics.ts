import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { HeldCounts } from './datasets/histories.ts';
import type { ServedVersions } from './datasets/served-versions.ts';

/** What the service did, and what it holds, for Prometheus. */
export const createMetrics = (versions: Pick<ServedVersions, 'all' | 'dropped' | 'maxEntities'>) => {
  const registry = new Registry();
  const registers = [registry];
  registry.setDefaultLabels({ stage: 'serve' });
  collectDefaultMetrics({ register: registry });
  const rows = new Counter({ name: 'wattline_served_rows_total', help: 'Rows served', registers });
  const held = (name: string, help: string, of: keyof HeldCounts) => ({
    of,
    gauge: new Gauge({ name, help, labelNames: ['dataset', 'version'], registers }),
  });
  const left = (name: string, help: string, of: 'entities' | 'readings') =>
    new Counter({
      name,
      help,
      labelNames: ['dataset'],
      registers,
      collect() {
        this.reset();
        for (const [dataset, counts] of versions.dropped()) this.inc({ dataset }, counts[of]);
      },
    });
  const gauges = [
    held('wattline_held_entities', 'Entities whose readings are held', 'entities'),
    held('wattline_held_readings', 'Readings that are held', 'readings'),
    held('wattline_held_bytes', 'About how much memory the numbers take that are held', 'bytes'),
    held(
      'wattline_dropped_entities',
      'Entities of a version that gave way to others, so that memory stays bounded',
      'dropped',
    ),
  ];
  /** Once for all of them: each entity is looked at. */
  const countHeld = (): void => {
    for (const { gauge } of gauges) gauge.reset();
    for (const { transform, counts } of versions.all()) {
      const found = counts();
      // A version may be held twice: for its own rows, and for those of a dataset that joins it.
      for (const { gauge, of } of gauges)
        gauge.inc({ dataset: transform.dataset, version: transform.version }, found[of]);
    }
  };
  left('wattline_held_entities_dropped_total', 'Entities that gave way to others', 'entities');
  left('wattline_held_readings_dropped_total', 'Readings that were held of those', 'readings');
  new Gauge({
    name: 'wattline_held_entities_limit',
    help: 'So many entities are held of a version at most',
    registers,
  }).set(versions.maxEntities);
  return {
    contentType: registry.contentType,
    read: (): Promise<string> => {
      countHeld();
      return registry.metrics();
    },
    count: (made: number): void => rows.inc(made),
  };
};
