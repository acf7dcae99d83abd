import { Worker } from 'node:worker_threads';
import type { Message, RenewalInThread } from '@wattline/backend-contract';
import { type FromThread, RENEWALS, type ThreadSetup, type ToThread } from './thread-protocol.ts';

export interface ThreadRenewals {
  /** Until when the delivery stays invisible, in milliseconds of the clock; undefined before the first renewal. */
  readonly until: () => number | undefined;
  /** Resolves when no renewal is under way, and none follows. */
  end(): Promise<void>;
}

interface Lease {
  readonly message: Message;
  readonly lost: () => void;
  readonly ended: () => void;
  until?: number;
}

interface Thread {
  add(lease: Lease, visibilityMs: number): () => void;
  end(): Promise<unknown>;
}

/** A thread without work goes, and gives its memory back. */
const IDLE_MS = 30_000;
const TURN_MS = 1_000;

/** One a queue, as long as it has work. */
const threads = new Map<RenewalInThread, Thread>();

const startThread = (renewal: RenewalInThread): Thread => {
  const turned = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const loop = new Int32Array(turned);
  const leases = new Map<number, Lease>();
  let numbers = 0;
  let idle: NodeJS.Timeout | undefined;
  const turn = (): void => {
    Atomics.store(loop, 0, Math.floor(Date.now() / 1_000));
  };
  turn();
  const turning = setInterval(turn, TURN_MS).unref();
  const thread = new Worker(new URL('./renewal-thread.ts', import.meta.url), {
    workerData: { module: renewal.module, options: renewal.options, turned } satisfies ThreadSetup,
  });
  thread.unref();
  const send = (order: ToThread): void => thread.postMessage(order);
  const leave = (): void => {
    if (threads.get(renewal) === self) threads.delete(renewal);
  };
  const end = (): void => {
    clearInterval(turning);
    leave();
    for (const lease of leases.values()) lease.ended();
    leases.clear();
  };
  // Without the thread the event loop renews.
  thread.once('error', end);
  thread.once('exit', end);
  thread.on('message', (news: FromThread) => {
    const lease = leases.get(news.lease);
    if (lease === undefined) return;
    if (news.type === 'lost') lease.lost();
    else if (news.type === 'renewed') {
      lease.until = news.until;
      renewal.renewed?.(lease.message, new Date(news.until));
    } else {
      leases.delete(news.lease);
      lease.ended();
      if (leases.size > 0) return;
      idle = setTimeout(() => {
        leave();
        void thread.terminate();
      }, IDLE_MS).unref();
    }
  });
  const self: Thread = {
    end: () => thread.terminate(),
    add: (lease, visibilityMs) => {
      clearTimeout(idle);
      numbers += 1;
      const number = numbers;
      leases.set(number, lease);
      const { id, receiptHandle } = lease.message;
      send({ type: 'hold', lease: number, message: { id, receiptHandle }, visibilityMs });
      return () => {
        if (leases.has(number)) send({ type: 'end', lease: number });
        else lease.ended();
      };
    },
  };
  return self;
};

/** Ends the threads of a process that stops: a thread with open connections would keep it. */
export const endRenewalThreads = async (): Promise<void> => {
  await Promise.all([...threads.values()].map((thread) => thread.end()));
};

/** Renews a delivery from a thread, which goes on where this process's event loop is blocked. */
export const renewInThread = (
  renewal: RenewalInThread,
  message: Message,
  visibilityMs: number,
  lost: () => void,
): ThreadRenewals => {
  const thread = threads.get(renewal) ?? startThread(renewal);
  threads.set(renewal, thread);
  const { promise, resolve } = Promise.withResolvers<void>();
  const lease: Lease = { message, lost, ended: resolve };
  const firstAt = performance.now() + visibilityMs / RENEWALS;
  const end = thread.add(lease, visibilityMs);
  return {
    until: () => lease.until,
    end: async () => {
      end();
      // Before the first renewal there is nothing to wait for, such as a thread that still starts.
      if (performance.now() >= firstAt) await promise;
    },
  };
};
