import { existsSync } from 'node:fs';
import { openDatabase } from './database.ts';

/** A message that names what is erased, and is not to be dropped in silence. */
export interface NamingMessages {
  readonly queue: string;
  readonly messages: number;
}

/**
 * Drops the messages of some queues that `names` holds of, and leaves nothing in the file of those that were deleted before.
 * Gives how many messages of other queues it holds of.
 */
export const eraseMessages = (
  path: string,
  names: (text: string) => boolean,
  { from }: { readonly from: readonly string[] },
): NamingMessages[] => {
  if (!existsSync(path)) return [];
  const database = openDatabase(path);
  try {
    const { sqlite } = database;
    const rows = sqlite.prepare('SELECT seq, queue, body FROM messages').all();
    const drop = sqlite.prepare('DELETE FROM messages WHERE seq = ?');
    const left = new Map<string, number>();
    for (const { seq, queue, body } of rows) {
      if (!names(String(body))) continue;
      if (from.includes(String(queue))) drop.run(Number(seq));
      else left.set(String(queue), (left.get(String(queue)) ?? 0) + 1);
    }
    // What was written lies in the log until then.
    sqlite.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    return [...left].map(([queue, messages]) => ({ queue, messages }));
  } finally {
    database.close();
  }
};
