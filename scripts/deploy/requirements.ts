import { UsageError } from '@wattline/errors';
import type { Command, Run } from './command.ts';

export interface Place {
  readonly account: string;
  readonly region: string;
}

interface Requirement {
  readonly code: string;
  readonly command: Command;
  readonly what: string;
  readonly remedy: string;
}

const terraform: Requirement = {
  code: 'TERRAFORM_MISSING',
  command: { program: 'terraform', args: ['version'] },
  what: 'terraform does not answer',
  remedy: 'install Terraform 1.11 or newer',
};

const aws: Requirement = {
  code: 'AWS_CLI_MISSING',
  command: { program: 'aws', args: ['--version'] },
  what: 'the AWS command line (aws) does not answer',
  remedy: 'install the AWS CLI, version 2',
};

const docker: Requirement = {
  code: 'DOCKER_MISSING',
  command: { program: 'docker', args: ['version', '--format', '{{.Server.Version}}'] },
  what: 'docker does not answer',
  remedy: 'install Docker and start it; this user must be allowed to use it',
};

/** What must be there: a plan builds no image. */
const requirementsFor = ({ planOnly }: { planOnly: boolean }): readonly Requirement[] =>
  planOnly ? [terraform, aws] : [terraform, aws, docker];

const require = async (run: Run, { code, command, what, remedy }: Requirement): Promise<void> => {
  const { status, stderr } = await run(command);
  if (status !== 0) throw new UsageError(code, [what, stderr.trim()].filter(Boolean).join(': '), { remedy });
};

const findRegion = async (run: Run, environment: NodeJS.ProcessEnv): Promise<string> => {
  const given = environment.AWS_REGION || environment.AWS_DEFAULT_REGION;
  if (given) return given;
  const { status, stdout } = await run({ program: 'aws', args: ['configure', 'get', 'region'] });
  const configured = stdout.trim();
  if (status === 0 && configured !== '') return configured;
  throw new UsageError('REGION_MISSING', 'no region is set', {
    remedy: 'set AWS_REGION, as in: AWS_REGION=eu-central-1 npm run deploy',
  });
};

const findAccount = async (run: Run): Promise<string> => {
  const args = ['sts', 'get-caller-identity', '--query', 'Account', '--output', 'text'];
  const { status, stdout, stderr } = await run({ program: 'aws', args });
  if (status === 0) return stdout.trim();
  throw new UsageError('CREDENTIALS_MISSING', `AWS does not accept the credentials: ${stderr.trim()}`, {
    remedy: 'sign in (aws sso login, or aws configure), and set AWS_PROFILE where there are several profiles',
  });
};

/** Throws UsageError for the first thing that is missing, with what to do about it. */
export const checkRequirements = async (
  run: Run,
  environment: NodeJS.ProcessEnv,
  options: { planOnly: boolean },
): Promise<Place> => {
  for (const requirement of requirementsFor(options)) await require(run, requirement);
  const region = await findRegion(run, environment);
  return { region, account: await findAccount(run) };
};
