import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Planned, readPlanned } from '../../../scripts/deploy/read-planned.ts';
import { copyInfra, terraform } from './terraform.ts';

export const REGION = 'eu-central-1';

/** Every service that the environment makes something of. */
const services = [
  'acm',
  'applicationautoscaling',
  'autoscaling',
  'cloudwatch',
  'ec2',
  'ecr',
  'ecs',
  'elbv2',
  'events',
  'iam',
  'logs',
  'route53',
  's3',
  'secretsmanager',
  'sns',
  'sqs',
  'ssm',
  'sts',
];

/** What is the provider's own is merged with what the environment says; its state stays in the copy. */
const override = (url: string): string => `
terraform {
  backend "local" {}
}

provider "aws" {
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  s3_use_path_style           = true
  max_retries                 = 2
  endpoints {
${services.map((service) => `    ${service} = "${url}"`).join('\n')}
  }
}
`;

export interface MotoEnvironment {
  readonly folder: string;
  terraform(...args: readonly string[]): Promise<string>;
  /** Plans, and reads what is planned. The plan is kept as `tfplan`. */
  plan(): Promise<Planned>;
  remove(): Promise<void>;
}

/** A copy of `environments/aws` for a server that speaks as AWS does. */
export const openMotoEnvironment = async (
  url: string,
  variables: Readonly<Record<string, string>>,
): Promise<MotoEnvironment> => {
  const copy = await copyInfra();
  const folder = join(copy.folder, 'environments', 'aws');
  await writeFile(join(folder, 'emulator_override.tf'), override(url));
  const run = (...args: readonly string[]) =>
    terraform(folder, args, { region: REGION, force_destroy: 'true', ...variables });
  await run('init', '-input=false', '-no-color');
  return {
    folder,
    terraform: run,
    plan: async () => {
      await run('plan', '-input=false', '-no-color', '-out=tfplan');
      return readPlanned(await run('show', '-json', 'tfplan'));
    },
    remove: copy.remove,
  };
};
