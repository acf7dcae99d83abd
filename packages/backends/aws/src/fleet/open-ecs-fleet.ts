import {
  DescribeContainerInstancesCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  type ECSClient,
  paginateListContainerInstances,
  paginateListServices,
  paginateListTasks,
} from '@aws-sdk/client-ecs';
import type { Fleet } from '@wattline/backend-contract';
import { batches, collectNames } from './batches.ts';
import { instanceOf, serviceOfEcs, taskOf } from './describe.ts';

export interface EcsFleetOptions {
  readonly client: ECSClient;
  /** The cluster's name or ARN. */
  readonly cluster: string;
}

/** ECS describes no more at once. */
const SERVICES_AT_ONCE = 10;
const OTHERS_AT_ONCE = 100;

/** What runs in one cluster of ECS. What goes away between its listing and its description is left out. */
export const openEcsFleet = ({ client, cluster }: EcsFleetOptions): Required<Fleet> => ({
  kind: 'ecs',
  tasks: async () => {
    const arns = await collectNames(
      paginateListTasks({ client }, { cluster, desiredStatus: 'RUNNING' }),
      ({ taskArns }) => taskArns,
    );
    const found = await Promise.all(
      batches(arns, OTHERS_AT_ONCE).map((tasks) => client.send(new DescribeTasksCommand({ cluster, tasks }))),
    );
    return found.flatMap(({ tasks = [] }) => tasks.map(taskOf));
  },
  services: async () => {
    const arns = await collectNames(
      paginateListServices({ client, pageSize: 100 }, { cluster }),
      ({ serviceArns }) => serviceArns,
    );
    const found = await Promise.all(
      batches(arns, SERVICES_AT_ONCE).map((services) =>
        client.send(new DescribeServicesCommand({ cluster, services })),
      ),
    );
    return found
      .flatMap(({ services = [] }) => services)
      .filter(({ status }) => status !== 'INACTIVE')
      .map(serviceOfEcs)
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  },
  instances: async () => {
    const arns = await collectNames(
      paginateListContainerInstances({ client }, { cluster }),
      ({ containerInstanceArns }) => containerInstanceArns,
    );
    const found = await Promise.all(
      batches(arns, OTHERS_AT_ONCE).map((containerInstances) =>
        client.send(new DescribeContainerInstancesCommand({ cluster, containerInstances })),
      ),
    );
    return found.flatMap(({ containerInstances = [] }) => containerInstances.map(instanceOf));
  },
});
