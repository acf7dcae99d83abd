import { confirmErasure } from '../chain/confirm-erasure.ts';
import { print, printJson } from '../print.ts';
import { erasureText } from '../text/erased.ts';
import { openServer, type ServerOptions } from './open-server.ts';

interface EraseOptions extends ServerOptions {
  readonly entity: string;
  readonly dropFiles?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** `wattline erase` by a server, which goes on by itself once it is asked for. */
export const erase = async (dataset: string, options: EraseOptions): Promise<void> => {
  const { entity, dropFiles = false, dryRun = false, json = false } = options;
  const server = openServer(options);
  const request = { params: { dataset }, body: { entity, dropFiles } };
  const preview = await server.api.previewErasure(request);
  if (dryRun && json) return printJson(preview);
  if (!json) print(erasureText(preview));
  if (dryRun) return;
  await confirmErasure(entity, options);
  const asked = await server.api.eraseEntity(request);
  if (json) return printJson(asked);
  print(`run ${asked.run} of ${dataset}: the erasure is asked for; all else goes once that is sealed`);
  print(`watch it at ${server.url}runs/${asked.run}`);
};
