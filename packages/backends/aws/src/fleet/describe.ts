import type { Container, ContainerInstance, Service, Task } from '@aws-sdk/client-ecs';
import type { FleetInstance, FleetService, FleetTask } from '@wattline/backend-contract';

const MIB = 1 << 20;

/** The last part of an ARN: the name or the id. */
const lastOf = (arn: string | undefined): string => arn?.split('/').at(-1) ?? '';

const statusOf = (lastStatus: string | undefined): FleetTask['status'] => {
  if (lastStatus === 'RUNNING') return 'running';
  if (lastStatus === 'STOPPED' || lastStatus === 'DELETED') return 'stopped';
  const isStarting = ['PROVISIONING', 'PENDING', 'ACTIVATING'].includes(lastStatus ?? '');
  return isStarting ? 'starting' : 'stopping';
};

/** What a container may take; only where it has no limit, what is kept for it. */
const containerMib = ({ memory, memoryReservation }: Container): number =>
  Number(memory ?? memoryReservation ?? 0);

const memoryOf = ({ memory, containers = [] }: Task): number => {
  const mib =
    memory === undefined
      ? containers.reduce((sum, container) => sum + containerMib(container), 0)
      : Number(memory);
  return Math.round(mib * MIB);
};

/** A service's task has the service for its group; others the family of their definition. */
const serviceOf = ({ group }: Task): string => (group ?? 'task').replace(/^(service|family):/, '');

export const taskOf = (task: Task): FleetTask => {
  const memoryBytes = memoryOf(task);
  const image = task.containers?.find((container) => container.image !== undefined)?.image;
  const instance = lastOf(task.containerInstanceArn);
  const isChecked = task.healthStatus === 'HEALTHY' || task.healthStatus === 'UNHEALTHY';
  return {
    service: serviceOf(task),
    id: lastOf(task.taskArn),
    status: statusOf(task.lastStatus),
    ...(task.startedAt !== undefined && { startedAt: task.startedAt }),
    ...(memoryBytes > 0 && { memoryBytes }),
    ...(image !== undefined && { image }),
    ...(instance !== '' && { instance }),
    ...(isChecked && { healthy: task.healthStatus === 'HEALTHY' }),
  };
};

export const serviceOfEcs = (service: Service): FleetService => ({
  name: service.serviceName ?? lastOf(service.serviceArn),
  ...(service.desiredCount !== undefined && { desired: service.desiredCount }),
  running: service.runningCount ?? 0,
});

const memoryIn = (resources: ContainerInstance['registeredResources']): number | undefined => {
  const mib = resources?.find(({ name }) => name === 'MEMORY')?.integerValue;
  return mib === undefined ? undefined : mib * MIB;
};

export const instanceOf = (instance: ContainerInstance): FleetInstance => {
  const memoryBytes = memoryIn(instance.registeredResources);
  const freeMemoryBytes = memoryIn(instance.remainingResources);
  const attribute = (name: string) => instance.attributes?.find((one) => one.name === name)?.value;
  const type = attribute('ecs.instance-type');
  // An instance with a name of its own, such as headnode, has it among its attributes.
  const name = attribute('name') ?? instance.ec2InstanceId;
  return {
    id: lastOf(instance.containerInstanceArn),
    ...(name !== undefined && { name }),
    ...(type !== undefined && { type }),
    status: instance.agentConnected === false ? 'DISCONNECTED' : (instance.status ?? 'UNKNOWN'),
    tasks: (instance.runningTasksCount ?? 0) + (instance.pendingTasksCount ?? 0),
    ...(memoryBytes !== undefined && { memoryBytes }),
    ...(freeMemoryBytes !== undefined && { freeMemoryBytes }),
  };
};
