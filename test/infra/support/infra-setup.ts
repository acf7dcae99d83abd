import { fileURLToPath } from 'node:url';
import { LocalstackContainer } from '@testcontainers/localstack';
import { getContainerRuntimeClient } from 'testcontainers';
import type { TestProject } from 'vitest/node';
import { type FindProgram, makePythonEnvironment } from '../../support/python-environment.ts';
import { copyInfra, hasTerraform, terraform } from './terraform.ts';

// The last version that is free of charge.
const LOCALSTACK = 'localstack/localstack:4.14.0';

declare module 'vitest' {
  interface ProvidedContext {
    /** Whether there is a Terraform, with its provider. */
    terraform: boolean;
    /** The Python that has moto; undefined where there is none. */
    motoPython: string | undefined;
    checkov: string | undefined;
    /** The endpoint of a LocalStack with S3, SQS, IAM and STS; undefined where there is no Docker. */
    localstack: string | undefined;
  }
}

/** What `make` makes, or undefined, saying so in one line; in CI nothing may be missing. */
const unlessMissing = async <T>(skipped: string, make: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await make();
  } catch (error) {
    if (process.env.CI === 'true') throw error;
    process.stderr.write(`${skipped}: ${error instanceof Error ? error.message : String(error)}\n`);
    return undefined;
  }
};

const requirements = (folder: string): string =>
  fileURLToPath(new URL(`../${folder}/requirements.txt`, import.meta.url));

/** Terraform fetches its provider once, before several of them want it at the same time. */
const prepareTerraform = async (): Promise<boolean> => {
  if (!(await hasTerraform()))
    throw new Error('terraform is not installed\n  remedy: install Terraform 1.11 or newer');
  const copy = await copyInfra();
  try {
    await terraform(`${copy.folder}/environments/localstack`, ['init', '-backend=false', '-input=false']);
  } finally {
    await copy.remove();
  }
  return true;
};

const startLocalStack = async () => {
  await getContainerRuntimeClient();
  return new LocalstackContainer(LOCALSTACK)
    .withEnvironment({ EAGER_SERVICE_LOADING: '1', SERVICES: 's3,sqs,iam,sts' })
    .start();
};

/** Prepares what the tests of the infrastructure work with; what is missing is skipped, but never in CI. */
export default async function prepareInfra(project: TestProject): Promise<() => Promise<void>> {
  const python = (name: string, folder: string): Promise<FindProgram | undefined> =>
    unlessMissing(`the tests with ${name} are skipped`, () =>
      makePythonEnvironment(name, requirements(folder)),
    );
  const [hasIt, moto, checkov, localstack] = await Promise.all([
    unlessMissing('the tests with Terraform are skipped', prepareTerraform),
    python('moto', 'emulator'),
    python('checkov', 'checkov'),
    unlessMissing('the tests with LocalStack are skipped', startLocalStack),
  ]);
  project.provide('terraform', hasIt === true);
  project.provide('motoPython', moto?.('python'));
  project.provide('checkov', checkov?.('checkov'));
  project.provide('localstack', localstack?.getConnectionUri());
  return async () => {
    await localstack?.stop();
  };
}
