import type { Fleet } from '@wattline/backend-contract';
import type { StatusConfig } from './config.ts';

/** Nobody who could be asked. */
const unknownFleet: Fleet = { kind: 'unknown', tasks: async () => [] };

/**
 * Who knows what runs where: the cluster that is named, the supervisor that started this process, or nobody.
 * Each is loaded only where it is used.
 */
export const openFleet = async (config: StatusConfig, environment: NodeJS.ProcessEnv): Promise<Fleet> => {
  if (config.ecsCluster !== undefined) {
    const { openEcsClient, openEcsFleet, readAwsConfig } = await import('@wattline/backend-aws');
    return openEcsFleet({
      client: openEcsClient(readAwsConfig(environment).ecs),
      cluster: config.ecsCluster,
    });
  }
  if (config.backend === 'local' && process.connected) {
    const { askSupervisor } = await import('@wattline/backend-local');
    return askSupervisor(process);
  }
  return unknownFleet;
};
