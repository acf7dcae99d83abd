// Reports that it is open, then receives and deletes until it is stopped; reports each body that it deleted.
import { openLocalQueues } from '../open-local-queues.ts';
import { topologyWith } from './topology.ts';

const local = openLocalQueues({ path: process.argv[2] ?? '', topology: topologyWith({ maxReceives: 5 }) });
const stopping = new AbortController();
process.once('message', () => stopping.abort());
process.send?.('open');

while (!stopping.signal.aborted) {
  const received = await local.queues.ingest.receive({
    max: 7,
    waitMs: 20_000,
    visibilityMs: 600_000,
    signal: stopping.signal,
  });
  for (const message of received) {
    if (await local.queues.ingest.delete(message)) process.send?.(message.body);
  }
}
local.close();
process.disconnect();
