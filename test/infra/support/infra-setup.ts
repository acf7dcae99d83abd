import { fileURLToPath } from 'node:url';
import { startLocalStack } from '@wattline/backend-aws/testing/set-up';
import { lookFor, type Tool } from '@wattline/test-tools/look-for';
import type { TestProject } from 'vitest/node';
import { makePythonEnvironment } from '../../support/python-environment.ts';
import { copyInfra, terraform, terraformPath } from './terraform.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Terraform with its provider. */
    terraform: Tool;
    /** The Python that has moto. */
    moto: Tool;
    checkov: Tool;
    /** The endpoint of a LocalStack with S3, SQS, IAM and STS. */
    localstack: Tool;
  }
}

const requirements = (folder: string): string =>
  fileURLToPath(new URL(`../${folder}/requirements.txt`, import.meta.url));

/** Terraform fetches its provider once, before several of them want it at the same time. */
const prepareTerraform = async (): Promise<string> => {
  const path = await terraformPath();
  const copy = await copyInfra();
  try {
    await terraform(`${copy.folder}/environments/localstack`, [
      'init',
      '-backend=false',
      '-input=false',
      '-no-color',
    ]);
  } catch {
    // What Terraform prints is long, and hides what is wrong.
    throw new Error(
      'Terraform cannot fetch its AWS provider: it needs registry.terraform.io, or a mirror named in TF_CLI_CONFIG_FILE',
    );
  } finally {
    await copy.remove();
  }
  return path;
};

/** Prepares the tools of the infrastructure's tests. */
export default async function prepareInfra(project: TestProject): Promise<() => Promise<void>> {
  const python = (name: string, folder: string, program: string): Promise<Tool> =>
    lookFor(async () => (await makePythonEnvironment(name, requirements(folder)))(program));
  const [terraformTool, moto, checkov, localstack] = await Promise.all([
    lookFor(prepareTerraform),
    python('moto', 'emulator', 'python'),
    python('checkov', 'checkov', 'checkov'),
    startLocalStack('s3,sqs,iam,sts'),
  ]);
  project.provide('terraform', terraformTool);
  project.provide('moto', moto);
  project.provide('checkov', checkov);
  project.provide('localstack', localstack.tool);
  return localstack.stop;
}
