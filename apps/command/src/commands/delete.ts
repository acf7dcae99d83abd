import {
  planRequest,
  previewDeletion,
  readDeletionRequest,
  requestDeletion,
  type Stores,
} from '@wattline/worker';
import { deleteInForeground } from '../chain/delete-in-foreground.ts';
import type { DeletionOptions } from '../chain/deletion-options.ts';
import { findRun } from '../chain/find-run.ts';
import { type CommandBackend, withBackend } from '../chain/open.ts';
import { waitUntilSettled } from '../chain/settle.ts';
import { print, printJson } from '../print.ts';
import { type MaybeServer, onServer } from '../server/on-server.ts';
import { deletionText } from '../text/deletion.ts';
import { printSettled } from './upload.ts';

interface DeleteOptions extends DeletionOptions, MaybeServer {
  readonly dryRun?: boolean;
  readonly wait?: boolean;
  readonly dataDir: string;
  readonly json?: boolean;
}

const requestOf = async (backend: CommandBackend, { entity, from, to, upload }: DeletionOptions) =>
  readDeletionRequest({
    ...(entity !== undefined && { entity }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(upload !== undefined && { upload: await findRun(backend, upload) }),
  });

const preview = async (
  { stores, scratch }: { readonly stores: Stores; readonly scratch: string },
  dataset: string,
  request: ReturnType<typeof readDeletionRequest>,
  json: boolean | undefined,
): Promise<void> => {
  const { signal } = new AbortController();
  const found = await previewDeletion(stores, dataset, request, { scratch, signal });
  if (json === true) printJson(found);
  else print(`${deletionText(found)} would be deleted from ${dataset}`);
};

/** `wattline delete`: by the stack at work on the data folder, else in the foreground. */
export const deleteReadings = async (dataset: string, options: DeleteOptions): Promise<void> => {
  if (onServer(options)) return (await import('../server/delete.ts')).deleteReadings(dataset, options);
  const by = async (backend: CommandBackend): Promise<void> => {
    const request = await requestOf(backend, options);
    if (options.dryRun === true) return preview(backend, dataset, request, options.json);
    await planRequest(backend.stores, dataset, request);
    if (backend.idle) {
      const receipt = await deleteInForeground(options.dataDir, dataset, request, options);
      return printSettled(backend, receipt, options);
    }
    const asked = await requestDeletion(backend.stores, dataset, request);
    if (options.wait === true)
      return printSettled(
        backend,
        await waitUntilSettled(backend, asked.run, { pollMs: backend.pollMs }),
        options,
      );
    if (options.json === true) return printJson(asked);
    print(`run ${asked.run} of ${dataset}: the deletion is asked for`);
    print(`watch it with: wattline show ${asked.run}`);
  };
  await withBackend(options.dataDir, by, {
    needs: { stores: ['staging', 'features', 'models', 'results'], queues: [] },
  });
};
