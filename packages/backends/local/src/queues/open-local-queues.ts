import type { MessageQueue } from '@wattline/backend-contract';
import { QueueName, type Topology } from '@wattline/topology';
import { openDatabase } from './database.ts';
import { createLocalQueue } from './queue.ts';
import { createQueueWatcher } from './queue-watcher.ts';
import { renewalOf } from './renewal-of.ts';
import { REANCHOR } from './schema.ts';

/** A message that a process held when it died. */
export interface HeldMessage {
  readonly queue: string;
  readonly body: string;
}

export interface LocalQueues {
  readonly queues: Record<QueueName, MessageQueue>;
  /**
   * Makes every message in flight visible at once and returns how many. Call only while no worker runs. A delivery
   * that ended so does not count: the message was not at fault.
   */
  release(): Promise<number>;
  /** Makes what a dead process had in flight visible at once, and returns it. These deliveries count. */
  releaseHeldBy(holder: string): Promise<HeldMessage[]>;
  /** Ends every wait with no message. */
  close(): void;
}

/**
 * The queues of the topology in one SQLite file that any number of processes may open, or in this process's memory
 * (`:memory:`). Throws LocalFileError where the file is foreign, damaged or cannot be written.
 */
export function openLocalQueues(options: {
  path: string;
  topology: Pick<Topology, 'queues'>;
  /** How often a waiting receiver asks whether another process has written, if the system does not report it; 40. */
  pollMs?: number;
  /** Names this process in the file: its id. Without blanks. */
  holder?: string;
}): LocalQueues {
  const { holder = String(process.pid) } = options;
  const database = openDatabase(options.path);
  const { sqlite } = database;
  const release = sqlite.prepare(
    `UPDATE messages SET visible_at = :now, hidden_ms = 0, receipt = NULL, receives = max(receives - 1, 0)
     WHERE receipt IS NOT NULL AND visible_at > :now`,
  );
  const releaseHeldBy = sqlite.prepare(
    `UPDATE messages SET visible_at = :now, hidden_ms = 0, receipt = NULL
     WHERE substr(receipt, 1, length(:holder) + 1) = :holder || ' ' AND visible_at > :now
     RETURNING queue, body`,
  );
  const reanchor = sqlite.prepare(REANCHOR);

  function followClock(): void {
    if (!database.clock.steppedBack()) return;
    database.write((now) => reanchor.run({ now })).then(watcher.wake, watcher.wake);
  }

  const watcher = createQueueWatcher({
    sqlite,
    pollMs: options.pollMs ?? 40,
    ...(options.path === ':memory:' ? {} : { log: `${options.path}-wal` }),
    onTick: followClock,
  });

  function open(name: QueueName): MessageQueue {
    const queue = createLocalQueue({ name: `${name}-dead-letters`, database, watcher, holder });
    const { maxReceives } = options.topology.queues[name];
    const renewal = options.path === ':memory:' ? undefined : renewalOf({ path: options.path, name });
    return createLocalQueue({
      name,
      database,
      watcher,
      holder,
      renewal,
      deadLetters: { queue, maxReceives },
    });
  }

  return {
    queues: Object.fromEntries(QueueName.options.map((name) => [name, open(name)])) as Record<
      QueueName,
      MessageQueue
    >,
    async release() {
      const result = await database.write((now) => release.run({ now }));
      watcher.wake();
      return Number(result.changes);
    },
    async releaseHeldBy(dead) {
      const rows = await database.write((now) => releaseHeldBy.all({ now, holder: dead }));
      watcher.wake();
      return rows.map(({ queue, body }) => ({ queue: String(queue), body: String(body) }));
    },
    close() {
      database.close();
      watcher.close();
    },
  };
}
