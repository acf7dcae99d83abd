import { readHistory } from '@wattline/worker';
import { withBackend } from '../chain/open.ts';
import { print, printJson } from '../print.ts';
import { type MaybeServer, onServer } from '../server/on-server.ts';
import { historyText } from '../text/history.ts';

interface HistoryOptions extends MaybeServer {
  readonly limit: number;
  readonly dataDir: string;
  readonly json?: boolean;
}

export const history = async (dataset: string, options: HistoryOptions): Promise<void> => {
  if (onServer(options)) return (await import('../server/history.ts')).history(dataset, options);
  await withBackend(
    options.dataDir,
    async ({ stores }) => {
      const { entries, total } = await readHistory(stores, dataset, { limit: options.limit });
      if (options.json === true) printJson(entries);
      else print(historyText(dataset, entries, total));
    },
    { needs: { stores: ['results', 'features'], queues: [] } },
  );
};
