import { listRuns, type Receipt, readReceipt } from '@wattline/runtime';
import { withChain } from '../chain/open.ts';
import { print, printJson } from '../print.ts';
import { durationText } from '../text/numbers.ts';
import { tableText } from '../text/table.ts';

const row = ({ run, dataset, status, upload, version, ms }: Receipt): string[] => [
  run,
  dataset,
  status,
  upload.at,
  version ?? '-',
  ms === undefined ? '-' : durationText(ms),
];

export const runs = (options: { dataset?: string; dataDir: string; json?: boolean }): Promise<void> =>
  withChain(options.dataDir, async (chain) => {
    const receipts: Receipt[] = [];
    for await (const { run, dataset } of listRuns(chain.stores)) {
      if (options.dataset !== undefined && dataset !== options.dataset) continue;
      const receipt = await readReceipt(chain.stores, run);
      if (receipt !== undefined) receipts.push(receipt);
    }
    receipts.sort((a, b) => (a.upload.order < b.upload.order ? 1 : -1));
    if (options.json === true) return printJson(receipts);
    if (receipts.length === 0)
      return print('nothing ran yet: copy a CSV into the staging folder, or run: wattline upload FILE');
    print(tableText([['RUN', 'DATASET', 'STATUS', 'UPLOADED', 'VERSION', 'TIME'], ...receipts.map(row)]));
  });
