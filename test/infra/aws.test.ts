import { join } from 'node:path';
import { openEcsClient, openEcsFleet } from '@wattline/backend-aws';
import { stageNames } from '@wattline/worker';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { type Command, commandLine, type Run } from '../../scripts/deploy/command.ts';
import { idleCost } from '../../scripts/deploy/cost/idle.ts';
import { createRun } from '../../scripts/deploy/create-run.ts';
import { deploy } from '../../scripts/deploy/deploy.ts';
import { type Planned, readPlanned } from '../../scripts/deploy/read-planned.ts';
import { scriptedRun } from './deploy/scripted-run.ts';
import { ServiceName } from './permissions/read-deployment.ts';
import { describeOnMoto } from './support/describe-on-moto.ts';
import { requestCertificate } from './support/moto-certificate.ts';
import { ACCOUNT, type MotoEnvironment, openMotoEnvironment, REGION } from './support/moto-environment.ts';
import { motoInventory } from './support/moto-inventory.ts';
import { type Moto, startMoto } from './support/start-moto.ts';
import { terraformEnvironment } from './support/terraform.ts';

const PREFIX = 'plant-dev';
const registry = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com`;
const images = Object.fromEntries(
  ServiceName.options.map((name) => [name, `${registry}/${PREFIX}/${name}@sha256:${'0'.repeat(64)}`]),
);

describeOnMoto('environments/aws', (python) => {
  let moto: Moto;
  let environment: MotoEnvironment;
  let before: string[];
  const inventory = () => motoInventory(python, moto.url, REGION);

  beforeAll(async () => {
    moto = await startMoto(python);
    environment = await openMotoEnvironment(moto.url, {
      prefix: PREFIX,
      certificate_arn: await requestCertificate(moto.url, REGION),
      allowed_cidrs: JSON.stringify(['203.0.113.0/24']),
      alarm_email: 'somebody@example.org',
    });
    before = await inventory();
  });

  afterAll(async () => {
    await environment?.remove();
    await moto?.stop();
  });

  /** Terraform as it is; Docker and the AWS command line as they would answer. */
  const runWithTerraform = (): { run: Run; started: Command[] } => {
    const terraform = createRun(terraformEnvironment(environment.variables));
    const { run: scripted } = scriptedRun([
      [/^aws sts get-caller-identity/, ACCOUNT],
      [/^docker image inspect/, JSON.stringify(Object.values(images))],
      [/^(aws|docker|git) /, ''],
    ]);
    const started: Command[] = [];
    const run: Run = (command) => {
      started.push(command);
      return command.program === 'terraform' ? terraform({ ...command, shown: false }) : scripted(command);
    };
    return { run, started };
  };

  let state: Promise<Planned> | undefined;
  /** What was made, read once. */
  const made = (): Promise<Planned> => {
    state ??= environment.terraform('show', '-json').then(readPlanned);
    return state;
  };

  test('an empty account becomes a deployment with one command', async () => {
    const { run, started } = runWithTerraform();
    const logged: string[] = [];
    const surroundings = {
      run,
      environment: { AWS_REGION: REGION },
      root: '/project',
      planFile: join(environment.folder, 'looked-at'),
      now: () => new Date(),
      log: (text: string) => logged.push(text),
      confirm: async () => false,
    };
    await deploy(surroundings, { planOnly: false, approved: true, environment: environment.folder });
    const lines = started.map(commandLine);
    expect(lines.filter((line) => / apply /.test(line))).toHaveLength(2);
    expect(lines.filter((line) => /^docker push /.test(line))).toHaveLength(ServiceName.options.length);
    expect(logged.join('\n')).toMatch(/WATTLINE_PREFIX=plant-dev AWS_REGION=eu-central-1[\s\S]*https:\/\//);
    expect((await inventory()).length).toBeGreaterThan(before.length + 50);
  });

  test('a second plan, with the images that run, has nothing to change', async () => {
    const { run, started } = runWithTerraform();
    const ended: number[] = [];
    await deploy(
      {
        run: async (command) => {
          const finished = await run(command);
          if (command.args.includes('plan')) {
            ended.push(finished.status);
            // The differences, for the reader of the failure.
            if (finished.status !== 0) throw new Error(finished.stdout);
          }
          return finished;
        },
        environment: { AWS_REGION: REGION },
        root: '/project',
        planFile: join(environment.folder, 'looked-at'),
        now: () => new Date(),
        log: () => {},
        confirm: async () => false,
      },
      { planOnly: true, approved: false, environment: environment.folder },
    );
    expect(ended).toEqual([0]);
    const planned = started.find(({ args }) => args.includes('plan'))?.args.at(-1);
    expect(JSON.parse(planned?.replace(/^images=/, '') ?? '')).toEqual(images);
  });

  test('each task has its image by digest, and the role whose policy the permissions test holds against it', async () => {
    const { resources, output } = await made();
    const policies = output('task_policies', z.record(ServiceName, z.string()));
    const ofType = (type: string) => resources.filter((resource) => resource.type === type);
    const roles = new Map(ofType('aws_iam_role').map(({ values }) => [values.arn, values.name]));
    const Containers = z.array(z.object({ image: z.string() }));
    for (const service of ServiceName.options) {
      const task = ofType('aws_ecs_task_definition').find(
        ({ values }) => values.family === `${PREFIX}-${service}`,
      );
      const containers = Containers.parse(JSON.parse(String(task?.values.container_definitions)));
      expect(containers.map(({ image }) => image)).toEqual([images[service]]);
      const role = roles.get(task?.values.task_role_arn);
      const attached = ofType('aws_iam_role_policy').filter(({ values }) => values.role === role);
      expect(attached.map(({ values }) => JSON.parse(String(values.policy)))).toEqual([
        JSON.parse(policies[service]),
      ]);
    }
    expect(ofType('aws_iam_role_policy_attachment')).toEqual([]);
  });

  test('the status service sees its fleet in it', async () => {
    // moto takes any credentials, but the SDK must find some.
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test').stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
    const client = openEcsClient({ region: REGION, endpoint: moto.url });
    onTestFinished(() => {
      client.destroy();
      vi.unstubAllEnvs();
    });
    const fleet = openEcsFleet({ client, cluster: PREFIX });
    // moto starts no tasks.
    const base = [...stageNames, 'status', 'serve'].map((name) => ({ name, desired: 1, running: 0 }));
    const more = stageNames.map((name) => ({ name: `${name}-more`, desired: 0, running: 0 }));
    expect(await fleet.services()).toEqual([...base, ...more].toSorted((a, b) => (a.name < b.name ? -1 : 1)));
    expect(await fleet.tasks()).toEqual([]);
  });

  test('nothing of it is left out of what it costs', async () => {
    expect(idleCost(await made()).uncounted).toEqual([]);
  });

  test('is gone when it is destroyed', async () => {
    await environment.terraform('destroy', '-auto-approve', '-input=false', '-no-color');
    expect(await inventory()).toEqual(before);
    expect(await environment.terraform('state', 'list')).toBe('');
  });
});
