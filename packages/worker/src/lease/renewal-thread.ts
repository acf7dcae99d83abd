import { parentPort, workerData } from 'node:worker_threads';
import type { Renewer } from '@wattline/backend-contract';
import { type FromThread, RENEWALS, type ThreadSetup, type ToThread } from './thread-protocol.ts';

/**
 * An event loop that has not turned for so long hangs: others may have the message. As long as the longest work that the
 * queues allow.
 */
const MAX_BLOCKED_S = 900;

interface Held {
  readonly timer: NodeJS.Timeout;
  renewal: Promise<void>;
}

const { module, options, turned } = workerData as ThreadSetup;
const loop = new Int32Array(turned);
const { openRenewer } = (await import(module)) as { openRenewer: (options: unknown) => Renewer };
const renewer = openRenewer(options);
const held = new Map<number, Held>();

const post = (message: FromThread): void => parentPort?.postMessage(message);

const isHanging = (): boolean => Date.now() / 1_000 - Atomics.load(loop, 0) > MAX_BLOCKED_S;

const hold = ({ lease, message, visibilityMs }: Extract<ToThread, { type: 'hold' }>): void => {
  const renew = async (): Promise<void> => {
    if (isHanging()) return;
    const until = Date.now() + visibilityMs;
    try {
      if (await renewer.changeVisibility(message, visibilityMs)) post({ type: 'renewed', lease, until });
      else post({ type: 'lost', lease });
    } catch {
      // The next renewal tries again.
    }
  };
  const one: Held = {
    renewal: Promise.resolve(),
    timer: setInterval(() => {
      one.renewal = renew();
    }, visibilityMs / RENEWALS),
  };
  held.set(lease, one);
};

const end = async (lease: number): Promise<void> => {
  const one = held.get(lease);
  held.delete(lease);
  clearInterval(one?.timer);
  await one?.renewal;
  post({ type: 'ended', lease });
};

parentPort?.on('message', (order: ToThread) => {
  if (order.type === 'hold') hold(order);
  else void end(order.lease);
});
