// Receives three messages for the given milliseconds, reports that it has them, and does nothing more.
import { openLocalQueues } from '../open-local-queues.ts';
import { topologyWith } from './topology.ts';

const local = openLocalQueues({ path: process.argv[2] ?? '', topology: topologyWith({ maxReceives: 5 }) });
const held = await local.queues.ingest.receive({
  max: 3,
  waitMs: 20_000,
  visibilityMs: Number(process.argv[3]),
});
for (const message of held) process.send?.(message.body);
setInterval(() => {}, 60_000);
