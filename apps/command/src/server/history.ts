import type { HistoryEntry } from '@wattline/api';
import { print, printJson } from '../print.ts';
import { historyText } from '../text/history.ts';
import { openServer, type ServerOptions } from './open-server.ts';

/** The most that a page has. */
const PAGE = 200;

/** `wattline history` of a server. */
export const history = async (
  dataset: string,
  options: ServerOptions & { readonly limit: number; readonly json?: boolean },
): Promise<void> => {
  const server = openServer(options);
  const entries: HistoryEntry[] = [];
  let total = 0;
  let cursor: string | undefined;
  do {
    const limit = Math.min(PAGE, options.limit - entries.length);
    const page = await server.api.getHistory({ params: { dataset }, query: { limit, cursor } });
    entries.push(...page.entries);
    ({ total, cursor } = page);
  } while (cursor !== undefined && entries.length < options.limit);
  if (options.json === true) printJson(entries);
  else print(historyText(dataset, entries, total));
};
