import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eraseMessages } from '@wattline/backend-local';
import { eraseRows } from '@wattline/status/run-index';
import { mentionsAsJson } from '@wattline/worker';

/** What names an erased series beside the stores of a data folder, and what to do about it. */
export interface LocalTrace {
  readonly file: string;
  /** Lines of a log, or messages of a queue. */
  readonly count: number;
  readonly what: 'line' | 'message';
}

const LOGS = 'logs';

/** Lines of a service's log that name it go while nothing writes there. */
const eraseLog = async (path: string, entity: string, isIdle: boolean): Promise<number> => {
  const lines = (await readFile(path, 'utf8')).split('\n');
  const left = lines.filter((line) => !mentionsAsJson(line, entity));
  const gone = lines.length - left.length;
  if (gone === 0 || !isIdle) return gone;
  await writeFile(path, left.join('\n'));
  return 0;
};

/**
 * Takes the name of an erased series out of what a data folder has beside the stores: the index of runs, and the services'
 * logs while no stack writes them.
 */
export const eraseLocal = async (
  dataDir: string,
  entity: string,
  { isIdle }: { readonly isIdle: boolean },
): Promise<LocalTrace[]> => {
  eraseRows(join(dataDir, 'run-index.db'), (text) => mentionsAsJson(text, entity));
  const folder = join(dataDir, LOGS);
  // Those who watch read the ledger: an event that names it can go.
  const messages = eraseMessages(join(dataDir, 'queues.db'), (text) => mentionsAsJson(text, entity), {
    from: ['events'],
  });
  const traces: LocalTrace[] = messages.map(({ queue, messages: count }) => ({
    file: `queue ${queue}`,
    count,
    what: 'message',
  }));
  if (!existsSync(folder)) return traces;
  for (const name of (await readdir(folder)).sort()) {
    const lines = await eraseLog(join(folder, name), entity, isIdle);
    if (lines > 0) traces.push({ file: join(LOGS, name), count: lines, what: 'line' });
  }
  return traces;
};
