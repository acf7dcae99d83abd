import { readFileSync } from 'node:fs';
import { z } from 'zod';

export const StoreName = z.enum(['staging', 'features', 'models', 'results']);
export type StoreName = z.infer<typeof StoreName>;

export const StageName = z.enum(['ingest', 'transform', 'aggregate', 'publish']);
export type StageName = z.infer<typeof StageName>;

export const QueueName = z.enum(['ingest', 'transform', 'aggregate', 'publish', 'events']);
export type QueueName = z.infer<typeof QueueName>;

const Topology = z.strictObject({
  stores: z.record(
    StoreName,
    z.strictObject({
      versioned: z.boolean(),
      notifies: z.strictObject({ queue: QueueName, prefix: z.string() }).optional(),
      expire: z.array(z.strictObject({ prefix: z.string(), days: z.int().positive() })).optional(),
    }),
  ),
  queues: z.record(
    QueueName,
    z.strictObject({ visibilityMs: z.int().positive(), maxReceives: z.int().positive() }),
  ),
  stages: z.record(
    StageName,
    z.strictObject({
      receives: QueueName,
      sends: z.array(QueueName),
      reads: z.array(StoreName),
      writes: z.array(StoreName),
    }),
  ),
});
export type Topology = z.infer<typeof Topology>;

/** The stores, queues and stages, from the one file that every provisioner reads. */
export const topology: Topology = Topology.parse(
  JSON.parse(readFileSync(new URL('../../../infra/topology.json', import.meta.url), 'utf8')),
);
