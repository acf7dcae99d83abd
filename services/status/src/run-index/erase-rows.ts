import { existsSync } from 'node:fs';
import { openDatabase } from './database.ts';

/** Drops the runs whose summaries `names` holds of, so that nothing of them is left in the file: they are read again from the ledger. */
export const eraseRows = (path: string, names: (text: string) => boolean): void => {
  if (!existsSync(path)) return;
  const { database } = openDatabase(path);
  try {
    const rows = database.prepare('SELECT run, summary, words FROM runs').all();
    const drop = database.prepare('DELETE FROM runs WHERE run = ?');
    for (const { run, summary, words } of rows)
      if (names(String(summary)) || names(String(words))) drop.run(String(run));
    // What was written lies in the log until then.
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } finally {
    database.close();
  }
};
