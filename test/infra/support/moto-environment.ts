import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Planned, readPlanned } from '../../../scripts/deploy/read-planned.ts';
import { copyInfra, terraform } from './terraform.ts';

/** moto's own. */
export const ACCOUNT = '123456789012';
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

/** Terraform merges it with what the environment says of the provider; the state stays in the copy. */
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

type Variables = Readonly<Record<string, string>>;

export interface MotoEnvironment {
  readonly folder: string;
  /** Given to every command. */
  readonly variables: Variables;
  /** `terraform …`: what it printed. */
  terraform(...args: readonly string[]): Promise<string>;
  remove(): Promise<void>;
}

/** A copy of `environments/aws` for a server that speaks as AWS does. */
export const openMotoEnvironment = async (url: string, more: Variables): Promise<MotoEnvironment> => {
  const copy = await copyInfra();
  const folder = join(copy.folder, 'environments', 'aws');
  const variables = { region: REGION, force_destroy: 'true', ...more };
  await writeFile(join(folder, 'emulator_override.tf'), override(url));
  return {
    folder,
    variables,
    terraform: (...args) => terraform(folder, args, variables),
    remove: copy.remove,
  };
};

/** What would be made in an empty account. */
export const planOnMoto = async (environment: MotoEnvironment): Promise<Planned> => {
  await environment.terraform('init', '-input=false', '-no-color');
  await environment.terraform('plan', '-input=false', '-no-color', '-out=tfplan');
  return readPlanned(await environment.terraform('show', '-json', 'tfplan'));
};
