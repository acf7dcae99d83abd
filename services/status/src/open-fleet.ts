import type { Fleet } from '@wattline/ports';
import type { StatusConfig } from './config.ts';

/** Nothing that could be asked. */
const unknownFleet: Fleet = { kind: 'unknown', tasks: async () => [] };

/** Who knows what runs where: the supervisor that started this process, the cluster that is named, or nobody. */
export const openFleet = async (config: StatusConfig, _environment: NodeJS.ProcessEnv): Promise<Fleet> => {
  if (config.backend === 'local' && process.connected) {
    const { askSupervisor } = await import('@wattline/local');
    return askSupervisor(process);
  }
  return unknownFleet;
};
