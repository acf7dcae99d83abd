import { resolve } from 'node:path';
import type { AdapterSettings } from '@wattline/backend-contract';
import { topology } from '@wattline/topology';
import type { ServiceConfig } from '../config.ts';

export const adapterSettings = (
  { dataDir }: Pick<ServiceConfig, 'dataDir'>,
  environment: NodeJS.ProcessEnv,
): AdapterSettings => ({
  environment,
  topology,
  dataDir: resolve(dataDir),
});
