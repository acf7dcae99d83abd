import { isInVersion, type Receipt } from '@wattline/worker';
import { type CommandBackend, withBackend } from '../chain/open.ts';
import { requireStack } from '../chain/require-stack.ts';
import { waitUntilSettled } from '../chain/settle.ts';
import { specText } from '../chain/spec-text.ts';
import { type Uploaded, uploadFile } from '../chain/upload.ts';
import { log, print, printJson } from '../print.ts';
import { type MaybeServer, onServer } from '../server/on-server.ts';
import { printReceipt } from '../text/print-receipt.ts';

export interface UploadCommandOptions extends MaybeServer {
  readonly dataset?: string;
  readonly spec?: string;
  readonly wait?: boolean;
  readonly dataDir: string;
  readonly json?: boolean;
}

/** Prints a settled run and sets the exit status. */
export const printSettled = (
  { place }: Pick<CommandBackend, 'place'>,
  receipt: Receipt,
  options: { json?: boolean },
): void => {
  printReceipt(receipt, { json: options.json === true, place });
  if (!isInVersion(receipt)) process.exitCode = 1;
};

const printUploaded = ({ run, dataset, key }: Uploaded): void => {
  print(`run ${run} of ${dataset}: ${key} is uploaded`);
  print(`watch it with: wattline show ${run}`);
};

export const upload = async (file: string, options: UploadCommandOptions): Promise<void> => {
  if (onServer(options)) return (await import('../server/commands.ts')).upload(file, options);
  const spec = options.spec === undefined ? undefined : await specText(options.spec);
  const wait = options.wait === true;
  const put = async (backend: CommandBackend): Promise<void> => {
    if (wait) requireStack(backend, options.dataDir);
    if (backend.idle)
      log('no stack is running on this folder: the upload is kept, and runs with the next npm start');
    const uploaded = await uploadFile(backend, {
      file,
      ...(options.dataset !== undefined && { dataset: options.dataset }),
      ...(spec !== undefined && { spec }),
    });
    if (wait)
      return printSettled(
        backend,
        await waitUntilSettled(backend, uploaded.run, { pollMs: backend.pollMs }),
        options,
      );
    if (options.json === true) printJson(uploaded);
    else printUploaded(uploaded);
  };
  const stores = wait ? (['staging', 'results'] as const) : (['staging'] as const);
  await withBackend(options.dataDir, put, { make: !wait, needs: { stores, queues: [] } });
};
