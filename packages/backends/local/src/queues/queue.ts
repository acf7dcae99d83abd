import { randomUUID } from 'node:crypto';
import type { SQLOutputValue } from 'node:sqlite';
import type { Message, MessageQueue, ReceiveOptions, RenewalInThread } from '@wattline/backend-contract';
import type { Database } from './database.ts';
import type { QueueWatcher } from './queue-watcher.ts';
import { sharesOf } from './shares.ts';
import { prepareStatements, type Statements } from './statements.ts';

interface Settings {
  readonly name: string;
  readonly database: Database;
  readonly watcher: QueueWatcher;
  /** Takes what was received `maxReceives` times; without it nothing is ever taken away. */
  readonly deadLetters?: { readonly queue: MessageQueue; readonly maxReceives: number };
  /** Begins each receipt handle: by it a supervisor releases the messages of a dead process. */
  readonly holder: string;
  readonly renewal?: RenewalInThread | undefined;
}

type Row = Record<string, SQLOutputValue>;

function messageOf(row: Row): Message {
  return {
    id: String(row.id),
    body: String(row.body),
    receiveCount: Number(row.receives),
    sentAt: new Date(Number(row.sent_at)),
    receiptHandle: String(row.receipt),
    ...(row.work_group !== '' && { group: String(row.work_group) }),
  };
}

/** Up to `max` visible messages: where several groups wait, of each the fewer the more of it is under way. */
function claimFairly(
  sql: Statements,
  { name, holder }: Settings,
  { max, visibilityMs }: ReceiveOptions,
  now: number,
): Row[] {
  const claimed = { queue: name, holder, now, hidden: visibilityMs };
  const waiting = sql.groups.all({ queue: name }).filter((row) => Number(row.visible_at) <= now);
  if (waiting.length < 2) return sql.claim.all({ ...claimed, max });
  const groups = waiting.map((row) => {
    const group = String(row.name);
    return { group, underWay: Number(sql.underWay.get({ queue: name, group, now })?.count) };
  });
  return [...sharesOf(groups, max)].flatMap(([group, share]) =>
    sql.claimOfGroup.all({ ...claimed, group, max: share }),
  );
}

/** Claims up to `max` visible messages, inside a write transaction. */
function claim(sql: Statements, settings: Settings, options: ReceiveOptions, now: number) {
  const { deadLetters } = settings;
  const limit = deadLetters?.maxReceives ?? Number.POSITIVE_INFINITY;
  let moved = 0;
  for (;;) {
    const rows = claimFairly(sql, settings, options, now);
    const received = rows.filter((row) => Number(row.receives) <= limit);
    for (const row of rows) {
      if (deadLetters === undefined || Number(row.receives) <= limit) continue;
      sql.deadLetterExhausted.run({ id: String(row.id), to: deadLetters.queue.name, now });
      moved += 1;
    }
    if (received.length > 0 || rows.length === 0) return { messages: received.map(messageOf), moved };
  }
}

/** One queue in the file. Its operations reject with LocalFileError where the file or the disk fails. */
export function createLocalQueue(settings: Settings): MessageQueue {
  const { name, database, watcher, deadLetters, renewal } = settings;
  const sql = prepareStatements(database.sqlite);

  function firstVisibleAt(): number | undefined {
    const at = sql.firstVisibleAt.get({ queue: name })?.at;
    return typeof at === 'number' ? at : undefined;
  }

  async function receive(options: ReceiveOptions): Promise<Message[]> {
    const { signal } = options;
    const until = performance.now() + options.waitMs;
    while (!signal?.aborted) {
      // Read before the look: a later commit changes the token.
      const seen = await database.run(() => ({
        changeToken: watcher.changeToken(),
        visibleAt: firstVisibleAt(),
      }));
      if (signal?.aborted || !database.sqlite.isOpen) break;
      if (seen.visibleAt !== undefined && seen.visibleAt <= Date.now()) {
        const { messages, moved } = await database.write((now) => claim(sql, settings, options, now));
        if (moved > 0) watcher.wake();
        if (messages.length > 0) return messages;
        if (performance.now() >= until) break;
        continue;
      }
      if (performance.now() >= until) break;
      await watcher.wait({ ...seen, until, signal });
      if (!database.sqlite.isOpen) break;
    }
    return [];
  }

  return {
    name,
    ...(deadLetters === undefined ? {} : { deadLetters: deadLetters.queue }),
    ...(renewal === undefined ? {} : { renewal }),
    receive,

    async send(body, options) {
      const delay = options?.delayMs ?? 0;
      const group = options?.group ?? '';
      await database.write((now) => sql.send.run({ id: randomUUID(), queue: name, body, now, delay, group }));
      watcher.wake();
    },

    async changeVisibility({ id, receiptHandle: receipt }, visibilityMs) {
      const result = await database.write((now) =>
        visibilityMs > 0
          ? sql.changeVisibility.run({ queue: name, id, receipt, now, hidden: visibilityMs })
          : sql.release.run({ queue: name, id, receipt, now }),
      );
      watcher.wake();
      return Number(result.changes) > 0;
    },

    async delete({ id, receiptHandle: receipt }) {
      const result = await database.run(() => sql.delete.run({ queue: name, id, receipt }));
      return Number(result.changes) > 0;
    },

    async deadLetter({ id, receiptHandle: receipt }) {
      if (deadLetters === undefined) return false;
      const to = deadLetters.queue.name;
      const result = await database.write((now) => sql.deadLetter.run({ queue: name, to, id, receipt, now }));
      watcher.wake();
      return Number(result.changes) > 0;
    },

    async depth() {
      const now = Date.now();
      const row = await database.run(() => sql.depth.get({ queue: name, now }));
      const oldest = row?.oldest;
      return {
        visible: Number(row?.visible),
        inFlight: Number(row?.inFlight),
        delayed: Number(row?.delayed),
        oldestAgeMs: typeof oldest === 'number' ? Math.max(0, now - oldest) : 0,
      };
    },

    async peek(max) {
      const rows = await database.run(() => sql.peek.all({ queue: name, max }));
      return rows.map(messageOf);
    },

    async redrive(options) {
      if (deadLetters === undefined) return 0;
      const from = deadLetters.queue.name;
      const id = options?.id ?? null;
      const result = await database.write((now) => sql.redrive.run({ from, to: name, id, now }));
      watcher.wake();
      return Number(result.changes);
    },

    async purge() {
      await database.run(() => sql.purge.run({ queue: name }));
    },
  };
}
