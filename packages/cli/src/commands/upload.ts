import { isFolderInUse } from '@wattline/local';
import type { Receipt } from '@wattline/runtime';
import { openLocalChain } from '@wattline/service';
import { localPlace } from '../chain/local-place.ts';
import { waitUntilSettled } from '../chain/settle.ts';
import { specText } from '../chain/spec-text.ts';
import { type Uploaded, uploadFile } from '../chain/upload.ts';
import { print, printJson, say } from '../print.ts';
import { receiptText } from '../text/receipt.ts';

export interface UploadCommandOptions {
  readonly dataset?: string;
  readonly spec?: string;
  readonly wait?: boolean;
  readonly dataDir: string;
  readonly json?: boolean;
}

/** Prints a settled run and sets the exit status. */
export const tellSettled = (receipt: Receipt, options: { dataDir: string; json?: boolean }): void => {
  if (options.json === true) printJson(receipt);
  else print(receiptText(receipt, localPlace(options.dataDir)));
  if (receipt.status !== 'sealed') process.exitCode = 1;
};

const tellUploaded = ({ run, dataset, key }: Uploaded): void => {
  print(`run ${run} of ${dataset}: ${key} is uploaded`);
  print(`watch it with: wattline show ${run}`);
};

export const upload = async (file: string, options: UploadCommandOptions): Promise<void> => {
  const spec = options.spec === undefined ? undefined : specText(options.spec);
  const chain = await openLocalChain({ dataDir: options.dataDir });
  try {
    if (!isFolderInUse(options.dataDir))
      say('no stack is running on this folder: the upload is kept, and runs with the next npm start');
    const uploaded = await uploadFile(chain, {
      file,
      ...(options.dataset !== undefined && { dataset: options.dataset }),
      ...(spec !== undefined && { spec }),
    });
    if (options.wait === true) return tellSettled(await waitUntilSettled(chain, uploaded.run), options);
    if (options.json === true) printJson(uploaded);
    else tellUploaded(uploaded);
  } finally {
    chain.close();
  }
};
