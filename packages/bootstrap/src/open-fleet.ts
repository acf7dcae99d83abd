import type { Fleet } from '@wattline/backend-contract';
import { adapterSettings } from './adapters/adapter-settings.ts';
import { loadAdapter } from './adapters/load-adapter.ts';
import type { ServiceConfig } from './config.ts';

/** What reports which services run where. */
export const openFleet = async (
  config: Pick<ServiceConfig, 'adapters' | 'dataDir'>,
  environment: NodeJS.ProcessEnv,
): Promise<Fleet> => {
  const adapter = await loadAdapter('fleet', config.adapters.fleet);
  return adapter.open(adapterSettings(config, environment));
};
