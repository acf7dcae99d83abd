import {
  CreateClusterCommand,
  CreateServiceCommand,
  type ECSClient,
  RegisterContainerInstanceCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  StopTaskCommand,
} from '@aws-sdk/client-ecs';
import { openEcsClient, openEcsFleet } from '@wattline/backend-aws';
import { describeFleet } from '@wattline/backend-contract/contract';
import { expect, onTestFinished, test } from 'vitest';
import { describeOnMoto } from './support/describe-on-moto.ts';
import { startMoto } from './support/start-moto.ts';

const REGION = 'eu-central-1';
const IMAGE = 'registry.example/wattline:1.2.3';
const CLUSTER = 'wattline-test';
const MIB = 1 << 20;

const openClient = (endpoint: string): ECSClient => {
  process.env.AWS_ACCESS_KEY_ID = 'test';
  process.env.AWS_SECRET_ACCESS_KEY = 'test';
  return openEcsClient({ region: REGION, endpoint });
};

/** Two instances of EC2; moto looks at no signature, only at whom a request is for. */
const startInstances = async (endpoint: string): Promise<string[]> => {
  const scope = `test/20260101/${REGION}/ec2/aws4_request`;
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none` },
    body: new URLSearchParams({
      Action: 'RunInstances',
      Version: '2016-11-15',
      ImageId: 'ami-12345678',
      MinCount: '2',
      MaxCount: '2',
    }),
  });
  return Array.from((await answer.text()).matchAll(/<instanceId>([^<]+)/g), ([, id = '']) => id);
};

/** Moto believes what an instance says of itself. */
const registerInstance = (client: ECSClient, instanceId: string) =>
  client.send(
    new RegisterContainerInstanceCommand({
      cluster: CLUSTER,
      instanceIdentityDocument: JSON.stringify({ instanceId, region: REGION }),
    }),
  );

const defineTask = (client: ECSClient, family: string) =>
  client.send(
    new RegisterTaskDefinitionCommand({
      family,
      containerDefinitions: [{ name: 'service', image: IMAGE, memory: 16, cpu: 4, essential: true }],
    }),
  );

const createService = async (client: ECSClient, name: string, desiredCount: number): Promise<void> => {
  await defineTask(client, name);
  await client.send(
    new CreateServiceCommand({ cluster: CLUSTER, serviceName: name, taskDefinition: name, desiredCount }),
  );
};

const runTasks = async (client: ECSClient, service: string, count: number): Promise<string[]> => {
  const command = { cluster: CLUSTER, taskDefinition: service, group: `service:${service}` };
  const arns: string[] = [];
  while (arns.length < count) {
    const { tasks = [] } = await client.send(
      new RunTaskCommand({ ...command, count: Math.min(10, count - arns.length) }),
    );
    if (tasks.length === 0) throw new Error('moto has no room for the task');
    arns.push(...tasks.map(({ taskArn = '' }) => taskArn));
  }
  return arns;
};

describeOnMoto('the fleet of a cluster of ECS', (python) => {
  const startServer = async (): Promise<{ endpoint: string; client: ECSClient }> => {
    const { url, stop } = await startMoto(python);
    const client = openClient(url);
    onTestFinished(async () => {
      client.destroy();
      await stop();
    });
    return { endpoint: url, client };
  };

  describeFleet('ECS', async (services) => {
    const { url, stop } = await startMoto(python);
    const client = openClient(url);
    await client.send(new CreateClusterCommand({ clusterName: CLUSTER }));
    for (const id of await startInstances(url)) await registerInstance(client, id);
    for (const { name, count } of services) {
      await createService(client, name, count);
      await runTasks(client, name, count);
    }
    return {
      fleet: openEcsFleet({ client, cluster: CLUSTER }),
      end: async (task) => {
        await client.send(new StopTaskCommand({ cluster: CLUSTER, task }));
      },
      unreachable: openEcsFleet({ client, cluster: 'none' }),
      close: async () => {
        client.destroy();
        await stop();
      },
    };
  });

  test('lists services, tasks and instances of a cluster, however many', async () => {
    const { endpoint, client } = await startServer();
    const fleet = openEcsFleet({ client, cluster: CLUSTER });
    await client.send(new CreateClusterCommand({ clusterName: CLUSTER }));
    expect([await fleet.services(), await fleet.tasks(), await fleet.instances()]).toEqual([[], [], []]);

    const machines = await startInstances(endpoint);
    expect(machines).toHaveLength(2);
    for (const id of machines) await registerInstance(client, id);
    const names = Array.from({ length: 12 }, (_, index) => `stage-${String(index).padStart(2, '0')}`);
    for (const name of names) {
      await createService(client, name, name === 'stage-03' ? 5 : 0);
    }
    const many = await runTasks(client, 'stage-00', 104);
    await runTasks(client, 'stage-01', 1);
    await client.send(new StopTaskCommand({ cluster: CLUSTER, task: many[0] }));

    const services = await fleet.services();
    expect(services.map(({ name }) => name)).toEqual(names);
    expect(services.find(({ name }) => name === 'stage-03')).toMatchObject({ desired: 5 });

    const instances = await fleet.instances();
    expect(instances.map(({ name }) => name).sort()).toEqual(machines.toSorted());
    for (const { status, memoryBytes = 0, freeMemoryBytes = 0 } of instances) {
      expect(status).toBe('ACTIVE');
      expect(memoryBytes).toBeGreaterThan(1_000 * MIB);
      expect(freeMemoryBytes).toBeLessThanOrEqual(memoryBytes);
    }
    expect(instances.some(({ freeMemoryBytes = 0, memoryBytes = 0 }) => freeMemoryBytes < memoryBytes)).toBe(
      true,
    );
    expect(instances.reduce((sum, { tasks }) => sum + tasks, 0)).toBeGreaterThan(0);

    const tasks = await fleet.tasks();
    expect(tasks.filter(({ service }) => service === 'stage-00')).toHaveLength(103);
    const [one] = tasks.filter(({ service }) => service === 'stage-01');
    expect(one).toMatchObject({ id: expect.stringMatching(/^[0-9a-f-]{32,36}$/) });
    expect(instances.map(({ id }) => id)).toContain(one?.instance);
  });

  test('a cluster that does not exist is named in the error', async () => {
    const { client } = await startServer();
    const fleet = openEcsFleet({ client, cluster: 'none' });
    await expect(fleet.services()).rejects.toThrow(/cluster/i);
  });
});
