import type { VersionPlan } from '@wattline/worker';
import { openServer, type ServerOptions } from './open-server.ts';

/** What a spec would make of a dataset of a server; nothing is kept of it. */
export const planOnServer = async (
  dataset: string,
  spec: string | undefined,
  options: ServerOptions,
): Promise<VersionPlan> => {
  const { ms, ...found } = await openServer(options).api.planVersion({ params: { dataset }, body: { spec } });
  return { ...found, ...(ms !== undefined && { ms }) };
};
