import { describe, expect, test } from 'vitest';
import { commandLine } from '../../../scripts/deploy/command.ts';
import { type DeployContext, deploy } from '../../../scripts/deploy/deploy.ts';
import { type ScriptedRun, scriptedRun } from './scripted-run.ts';

const ACCOUNT = '123456789012';
const registry = `${ACCOUNT}.dkr.ecr.eu-central-1.amazonaws.com`;
const repositories = { ingest: `${registry}/plant/ingest`, status: `${registry}/plant/status` };
const digest = (service: string): string => `sha256:${service === 'ingest' ? '1' : '2'}${'0'.repeat(63)}`;
const pushed = {
  ingest: `${repositories.ingest}@${digest('ingest')}`,
  status: `${repositories.status}@${digest('status')}`,
};

const outputs = (values: Record<string, unknown> = {}): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries({
        region: 'eu-central-1',
        prefix: 'plant',
        repositories,
        images: {},
        platform: 'linux/arm64',
        status_url: 'https://status.example',
        ...values,
      }).map(([name, value]) => [name, { value, sensitive: false }]),
    ),
  );

const shownPlan = JSON.stringify({
  planned_values: {
    root_module: {
      resources: [
        {
          address: 'aws_instance.a',
          mode: 'managed',
          type: 'aws_instance',
          name: 'a',
          values: { instance_type: 't3.small' },
        },
      ],
    },
  },
});

type Answers = Parameters<typeof scriptedRun>[0];

/** An account with a deployment, in which everything goes well; what is answered first goes before. */
const account = (first: Answers = []): ScriptedRun =>
  scriptedRun([
    ...first,
    [/^terraform version/, 'Terraform v1.11.4'],
    [/^aws --version/, 'aws-cli/2'],
    [/^docker version/, '28'],
    [/^aws sts get-caller-identity/, `${ACCOUNT}\n`],
    [/^git /, '3dcd6bf\n'],
    [/ init /, ''],
    [/ output /, outputs()],
    [/ plan /, { status: 2 }],
    [/ show /, shownPlan],
    [/ apply /, ''],
    [/^aws ecr get-login-password/, 'secret\n'],
    [/^docker (login|build|push)/, ''],
    [/^docker image inspect .*ingest/, JSON.stringify([`elsewhere/ingest@${digest('x')}`, pushed.ingest])],
    [/^docker image inspect .*status/, JSON.stringify([pushed.status])],
  ]);

const deployWith = async (
  { run }: ScriptedRun,
  {
    planOnly = false,
    approved = true,
    answer = false,
    environment = { AWS_REGION: 'eu-central-1' } as NodeJS.ProcessEnv,
  } = {},
): Promise<{ logged: string; asked: number }> => {
  const logged: string[] = [];
  let asked = 0;
  const context: DeployContext = {
    run,
    environment,
    root: '/project',
    planFile: '/tmp/plan',
    now: () => new Date('2026-11-24T10:15:30.123Z'),
    log: (text) => logged.push(text),
    confirm: async () => {
      asked += 1;
      return answer;
    },
  };
  await deploy(context, { planOnly, approved, environment: '/env' });
  return { logged: logged.join('\n'), asked };
};

/** Nothing is there until something was applied. */
const emptyAtFirst: Answers[number] = [
  / output /,
  (before) => (before.some((command) => / apply /.test(commandLine(command))) ? outputs() : '{}'),
];

const applied = 'terraform -chdir=/env apply -input=false /tmp/plan';
const images = ['ingest', 'status'].flatMap((service) => {
  const image = `${registry}/plant/${service}:20261124T101530Z-3dcd6bf`;
  return [
    `docker build --platform linux/arm64 --file /project/docker/Dockerfile --build-arg SERVICE=${service} --tag ${image} /project`,
    `docker push ${image}`,
  ];
});
const login = `docker login --username AWS --password-stdin ${registry}`;

describe('deploy', () => {
  test('in an empty account makes the registry first, then pushes, then all the rest', async () => {
    const account1 = account([emptyAtFirst]);
    const { logged, asked } = await deployWith(account1);
    expect(account1.changes()).toEqual([applied, login, ...images, applied]);
    const plans = account1.commands
      .filter(({ args }) => args.includes('plan'))
      .map(({ args }) => args.at(-1));
    expect(plans).toEqual(['images={}', `images=${JSON.stringify(pushed)}`]);
    expect(asked).toBe(0);
    expect(logged).toMatch(/WATTLINE_PREFIX=plant AWS_REGION=eu-central-1/);
    expect(logged).toMatch(/https:\/\/status\.example/);
  });

  test('of what is there pushes first, and applies once', async () => {
    const there = account();
    await deployWith(there);
    expect(there.changes()).toEqual([login, ...images, applied]);
  });

  test('passes the password to docker by its standard input', async () => {
    const there = account();
    await deployWith(there);
    expect(there.commands.find(({ args }) => args[0] === 'login')?.input).toBe('secret\n');
    expect(there.commands.map(commandLine).join('\n')).not.toMatch(/secret/);
  });

  test('plans in the region, and keeps the plan that was looked at for the apply', async () => {
    const there = account();
    await deployWith(there);
    const plan = there.commands.map(commandLine).find((line) => / plan /.test(line));
    expect(plan).toMatch(/-out=\/tmp\/plan -var region=eu-central-1 -var images=/);
  });

  test('keeps the services that run in the plan that makes what is missing beside them', async () => {
    const older = account([
      [
        / output /,
        (before) =>
          before.some((command) => / apply /.test(commandLine(command)))
            ? outputs()
            : JSON.stringify({ images: { value: pushed } }),
      ],
    ]);
    await deployWith(older);
    const [first] = older.commands.filter(({ args }) => args.includes('plan'));
    expect(first?.args.at(-1)).toBe(`images=${JSON.stringify(pushed)}`);
  });

  test('applies nothing where nothing is to be changed', async () => {
    const there = account([[/ plan /, { status: 0 }]]);
    await deployWith(there, { approved: false });
    expect(there.changes()).toEqual([login, ...images]);
  });

  test('asks before it changes something, and stops without an answer', async () => {
    const refused = account();
    await expect(deployWith(refused, { approved: false })).rejects.toMatchObject({
      code: 'NOT_APPROVED',
      remedy: expect.stringMatching(/--yes/),
    });
    expect(refused.changes()).not.toContain(applied);
    const agreed = account();
    expect((await deployWith(agreed, { approved: false, answer: true })).asked).toBe(1);
    expect(agreed.changes()).toContain(applied);
  });
});

describe('deploy --plan', () => {
  test('changes nothing, plans with the images that run, and prints the cost', async () => {
    const there = account([
      [/ output /, outputs({ images: pushed })],
      [/^docker/, { status: 1 }],
    ]);
    const { logged } = await deployWith(there, { planOnly: true });
    expect(there.changes()).toEqual([]);
    expect(there.commands.find(({ args }) => args.includes('plan'))?.args.at(-1)).toBe(
      `images=${JSON.stringify(pushed)}`,
    );
    expect(logged).toMatch(/1 × instance t3\.small +17\.52/);
    expect(logged).toMatch(/per 1,000 uploads/);
    expect(logged).not.toMatch(/first images/);
  });

  test('of an empty account says that the services are missing from the plan', async () => {
    const { logged } = await deployWith(account([[/ output /, '{}']]), { planOnly: true });
    expect(logged).toMatch(/they come with the first images/);
  });
});

describe('anything missing is an error with its remedy, before anything is changed', () => {
  const missing: readonly (readonly [string, string, RegExp, Answers, NodeJS.ProcessEnv?])[] = [
    [
      'terraform',
      'TERRAFORM_MISSING',
      /install Terraform/,
      [[/^terraform version/, { status: -1, stderr: 'spawn terraform ENOENT' }]],
    ],
    ['the AWS CLI', 'AWS_CLI_MISSING', /install the AWS CLI/, [[/^aws --version/, { status: -1 }]]],
    ['docker', 'DOCKER_MISSING', /start it/, [[/^docker version/, { status: 1, stderr: 'Cannot connect' }]]],
    ['a region', 'REGION_MISSING', /AWS_REGION=/, [[/^aws configure/, { status: 1 }]], {}],
    [
      'credentials',
      'CREDENTIALS_MISSING',
      /aws sso login/,
      [[/^aws sts/, { status: 253, stderr: 'Unable to locate credentials' }]],
    ],
    [
      'the other region',
      'OTHER_PLACE',
      /AWS_REGION=eu-west-1/,
      [[/ output /, outputs({ region: 'eu-west-1' })]],
    ],
    ['the other account', 'OTHER_PLACE', /AWS_PROFILE/, [[/^aws sts/, '999999999999\n']]],
    ['a plan that works', 'COMMAND_FAILED', /Terraform says/, [[/ plan /, { status: 1 }], emptyAtFirst]],
    ['a build that works', 'COMMAND_FAILED', /docker build says/, [[/^docker build/, { status: 1 }]]],
    ['a digest', 'IMAGE_NOT_PUSHED', /docker push/, [[/^docker image inspect/, '[]']]],
    ['outputs', 'OUTPUTS_MISSING', /outputs/, [[/ output /, '{}']]],
  ];

  test.for(missing)('%s', async ([, code, remedy, answers, environment]) => {
    const there = account(answers);
    await expect(deployWith(there, { ...(environment && { environment }) })).rejects.toMatchObject({
      code,
      remedy: expect.stringMatching(remedy),
    });
  });

  test('the region may come from the profile', async () => {
    const there = account([[/^aws configure get region/, 'eu-central-1\n']]);
    await deployWith(there, { environment: {} });
    expect(there.changes()).toContain(applied);
  });
});
