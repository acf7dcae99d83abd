// Sends without end; reports each body that the queue has acknowledged.
import { randomUUID } from 'node:crypto';
import { openLocalQueues } from '../open-local-queues.ts';
import { topologyWith } from './topology.ts';

const local = openLocalQueues({ path: process.argv[2] ?? '', topology: topologyWith({ maxReceives: 5 }) });
const padding = ' '.repeat(10_000);
for (;;) {
  const body = randomUUID();
  await local.queues.ingest.send(body + padding);
  await new Promise((sent) => process.send?.(body, sent));
}
