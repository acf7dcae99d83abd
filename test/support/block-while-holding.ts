import { openBackend, readConfig } from '@wattline/bootstrap';
import { holdMessage } from '@wattline/worker';

/**
 * Receives one message, and blocks its own event loop for several times as long as the message stays hidden, once the
 * thread has renewed it. Then deletes it, and prints whether it was still its own.
 */
const VISIBILITY_MS = Number(process.env.HOLD_MS);
const BLOCKED_MS = 3 * VISIBILITY_MS;

const backend = await openBackend(readConfig(process.env), process.env, {
  stores: [],
  queues: ['transform'],
});
const { transform } = backend.queues;
const { renewal } = transform;
if (renewal === undefined) throw new Error('no thread can renew this queue');
const renewed = Promise.withResolvers<void>();
const watched = {
  ...transform,
  renewal: {
    ...renewal,
    renewed: (...news: Parameters<NonNullable<typeof renewal.renewed>>) => {
      renewal.renewed?.(...news);
      renewed.resolve();
    },
  },
};
const [message] = await transform.receive({ max: 1, waitMs: 20_000, visibilityMs: VISIBILITY_MS });
if (message === undefined) throw new Error('there is no message');
const lease = holdMessage(watched, message, { visibilityMs: VISIBILITY_MS, inThread: true });
await renewed.promise;
process.stdout.write('blocked\n');
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BLOCKED_MS);
await lease.end();
const deleted = await transform.delete(message);
process.stdout.write(`${JSON.stringify({ lost: lease.lost.aborted, deleted })}\n`);
await backend.close();
process.exit(0);
