import type { FleetAdapter, QueueAdapter, StoreAdapter } from '@wattline/backend-contract';
import { UsageError } from '@wattline/errors';
import { checkQueues, checkStores } from './check-aws.ts';
import { openEcsClient } from './clients.ts';
import { readAwsConfig } from './config.ts';
import { openEcsFleet } from './fleet/open-ecs-fleet.ts';
import { openAwsQueues } from './open-aws-queues.ts';
import { openAwsStores } from './open-aws-stores.ts';

/** `WATTLINE_STORE=s3`: the four buckets of a deployment. */
export const storeAdapter: StoreAdapter = {
  announcesTo: 'sqs',
  open: async ({ environment, topology, needs, onCreated }) => {
    const { stores, close } = openAwsStores(readAwsConfig(environment), {
      topology,
      ...(onCreated && { onCreated }),
    });
    try {
      await checkStores(stores, needs);
    } catch (error) {
      close();
      throw error;
    }
    return { stores, close: async () => close() };
  },
};

/** `WATTLINE_QUEUE=sqs`: the queues of a deployment. */
export const queueAdapter: QueueAdapter = {
  open: async ({ environment, needs }) => {
    const { queues, close } = openAwsQueues(readAwsConfig(environment));
    try {
      await checkQueues(queues, needs);
    } catch (error) {
      await close();
      throw error;
    }
    return { queues, close };
  },
};

/** `WATTLINE_FLEET=ecs`: the cluster that WATTLINE_ECS_CLUSTER names. */
export const fleetAdapter: FleetAdapter = {
  open: async ({ environment }) => {
    const cluster = environment.WATTLINE_ECS_CLUSTER;
    if (cluster === undefined || cluster === '')
      throw new UsageError('CONFIG_INVALID', 'WATTLINE_ECS_CLUSTER is not set', {
        remedy: 'set it to the name of the ECS cluster, or choose another fleet in WATTLINE_FLEET',
      });
    return openEcsFleet({ client: openEcsClient(readAwsConfig(environment).ecs), cluster });
  },
};
