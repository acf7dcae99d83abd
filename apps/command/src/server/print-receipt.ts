import type { RunReceipt } from '@wattline/api';
import { isInVersion } from '@wattline/worker';
import { log, print, printJson } from '../print.ts';
import { endingText } from '../text/ending.ts';
import { receiptText, type ShownReceipt } from '../text/receipt.ts';
import type { Server } from './open-server.ts';

/** The API's receipt in the form of the ledger's, which the command prints. */
const shown = ({
  upload,
  uploadedAt,
  outputs,
  ingested,
  published,
  ...receipt
}: RunReceipt): ShownReceipt => {
  const quarantine = outputs.find(({ key }) => key.startsWith('quarantine/'))?.key;
  return {
    run: receipt.run,
    dataset: receipt.dataset,
    status: receipt.status,
    replay: receipt.replay,
    upload: { key: upload.key, at: uploadedAt },
    stages: receipt.stages,
    ...(receipt.ms !== undefined && { ms: receipt.ms }),
    ...(receipt.supersededBy && { supersededBy: receipt.supersededBy }),
    ...(receipt.renews && { renews: receipt.renews }),
    ...(receipt.version !== undefined && { version: receipt.version }),
    ...(ingested && { ingested: { ...ingested, ...(quarantine !== undefined && { quarantine }) } }),
    ...(published && { published }),
  };
};

/** A run's receipt to standard output, and its error, where it has one, to standard error. */
export const printServerReceipt = (server: Server, receipt: RunReceipt, json: boolean): void => {
  if (json) printJson(receipt);
  else {
    print(receiptText(shown(receipt), (store, key) => `${store}: ${key}`));
    print(`page           ${server.url}runs/${receipt.run}`);
  }
  const ending = endingText(receipt);
  if (ending !== undefined) log(ending);
};

/** As `printServerReceipt`, and sets the exit status. */
export const printServerSettled = (server: Server, receipt: RunReceipt, json: boolean): void => {
  printServerReceipt(server, receipt, json);
  if (!isInVersion(receipt)) process.exitCode = 1;
};
