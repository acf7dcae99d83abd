import type { DeletionOptions } from '../chain/deletion-options.ts';
import { print, printJson } from '../print.ts';
import { deletionText } from '../text/deletion.ts';
import { openServer, type ServerOptions } from './open-server.ts';
import { printServerSettled } from './print-receipt.ts';
import { findServerRun, waitForServerRun } from './runs.ts';

/** `wattline delete` by a server. */
export const deleteReadings = async (
  dataset: string,
  options: DeletionOptions &
    ServerOptions & { readonly dryRun?: boolean; readonly wait?: boolean; readonly json?: boolean },
): Promise<void> => {
  const server = openServer(options);
  const { entity, from, to } = options;
  const upload = options.upload === undefined ? undefined : await findServerRun(server, options.upload);
  const request = { params: { dataset }, body: { entity, from, to, upload } };
  if (options.dryRun === true) {
    const found = await server.api.previewDeletion(request);
    if (options.json === true) printJson(found);
    else print(`${deletionText(found)} would be deleted from ${dataset}`);
    return;
  }
  const asked = await server.api.deleteReadings(request);
  if (options.wait === true)
    return printServerSettled(server, await waitForServerRun(server, asked.run), options.json === true);
  if (options.json === true) return printJson(asked);
  print(`run ${asked.run} of ${dataset}: the deletion is asked for`);
  print(`watch it at ${server.url}runs/${asked.run}`);
};
