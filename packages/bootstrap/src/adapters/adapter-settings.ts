import { resolve } from 'node:path';
import type { AdapterSettings } from '@wattline/backend-contract';
import { type Topology, topology } from '@wattline/topology';
import type { ServiceConfig } from '../config.ts';

/** The topology with another number of deliveries for every queue. */
export const withMaxReceives = (from: Topology, maxReceives: number | undefined): Topology =>
  maxReceives === undefined
    ? from
    : {
        ...from,
        queues: Object.fromEntries(
          Object.entries(from.queues).map(([name, queue]) => [name, { ...queue, maxReceives }]),
        ) as Topology['queues'],
      };

export const adapterSettings = (
  { dataDir, maxReceives }: Pick<ServiceConfig, 'dataDir' | 'maxReceives'>,
  environment: NodeJS.ProcessEnv,
): AdapterSettings => ({
  environment,
  topology: withMaxReceives(topology, maxReceives),
  dataDir: resolve(dataDir),
});
