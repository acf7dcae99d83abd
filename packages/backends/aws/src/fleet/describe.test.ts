import { expect, test } from 'vitest';
import { instanceOf, serviceOfEcs, taskOf } from './describe.ts';

const TASK = 'arn:aws:ecs:eu-central-1:123456789012:task/wattline/0123456789abcdef0123456789abcdef';
const INSTANCE = 'arn:aws:ecs:eu-central-1:123456789012:container-instance/wattline/fedc';

test('a task of a service', () => {
  const startedAt = new Date('2026-03-01T12:00:00Z');
  expect(
    taskOf({
      taskArn: TASK,
      group: 'service:wattline-ingest',
      lastStatus: 'RUNNING',
      startedAt,
      memory: '1024',
      healthStatus: 'UNHEALTHY',
      containerInstanceArn: INSTANCE,
      containers: [{ name: 'service', image: 'wattline:1' }],
    }),
  ).toEqual({
    service: 'wattline-ingest',
    id: '0123456789abcdef0123456789abcdef',
    status: 'running',
    startedAt,
    memoryBytes: 2 ** 30,
    image: 'wattline:1',
    instance: 'fedc',
    healthy: false,
  });
});

test('a task without limits of its own takes what its containers may take; what is not known is left out', () => {
  expect(
    taskOf({
      taskArn: TASK,
      group: 'family:once',
      lastStatus: 'DEACTIVATING',
      healthStatus: 'UNKNOWN',
      containers: [{ memory: '256' }, { memoryReservation: '128' }],
    }),
  ).toEqual({
    service: 'once',
    id: '0123456789abcdef0123456789abcdef',
    status: 'stopping',
    memoryBytes: 384 * 2 ** 20,
  });
  expect(['PENDING', 'STOPPED'].map((lastStatus) => taskOf({ lastStatus }).status)).toEqual([
    'starting',
    'stopped',
  ]);
});

test('an instance whose agent does not answer says so', () => {
  const memory = (integerValue: number) => [
    { name: 'CPU', integerValue: 2048 },
    { name: 'MEMORY', integerValue },
  ];
  expect(
    instanceOf({
      containerInstanceArn: INSTANCE,
      ec2InstanceId: 'i-1',
      status: 'ACTIVE',
      agentConnected: false,
      runningTasksCount: 2,
      pendingTasksCount: 1,
      registeredResources: memory(4096),
      remainingResources: memory(1024),
      attributes: [{ name: 'ecs.instance-type', value: 't4g.medium' }],
    }),
  ).toEqual({
    id: 'fedc',
    name: 'i-1',
    type: 't4g.medium',
    status: 'DISCONNECTED',
    tasks: 3,
    memoryBytes: 4 * 2 ** 30,
    freeMemoryBytes: 2 ** 30,
  });
});

test('an instance with a name of its own has it', () => {
  expect(
    instanceOf({ ec2InstanceId: 'i-1', attributes: [{ name: 'name', value: 'headnode' }] }),
  ).toMatchObject({
    name: 'headnode',
  });
});

test('a service', () => {
  expect(serviceOfEcs({ serviceName: 'ingest', desiredCount: 0, runningCount: 1 })).toEqual({
    name: 'ingest',
    desired: 0,
    running: 1,
  });
});
