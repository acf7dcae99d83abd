import { listRuns, type Receipt, readReceipt } from '@wattline/worker';
import { withChain } from '../chain/open.ts';
import { print, printJson } from '../print.ts';
import { type MaybeServer, onServer } from '../server/on-server.ts';
import { runsText } from '../text/runs.ts';

interface RunsOptions extends MaybeServer {
  readonly dataset?: string;
  readonly dataDir: string;
  readonly json?: boolean;
}

export const runs = async (options: RunsOptions): Promise<void> => {
  if (onServer(options)) return (await import('../server/commands.ts')).runs(options);
  await withChain(options.dataDir, async (chain) => {
    const receipts: Receipt[] = [];
    for await (const { run, dataset } of listRuns(chain.stores)) {
      if (options.dataset !== undefined && dataset !== options.dataset) continue;
      const receipt = await readReceipt(chain.stores, run);
      if (receipt !== undefined) receipts.push(receipt);
    }
    receipts.sort((a, b) => (a.upload.order < b.upload.order ? 1 : -1));
    if (options.json === true) return printJson(receipts);
    print(runsText(receipts.map(({ upload, ...receipt }) => ({ ...receipt, at: upload.at }))));
  });
};
