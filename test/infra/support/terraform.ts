import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

const infra = fileURLToPath(new URL('../../../infra/', import.meta.url));
/** Where the provider is on this machine, for machines that reach no registry. */
const mirror = fileURLToPath(new URL('../../../../shared/tools/terraformrc', import.meta.url));
const plugins = join(tmpdir(), 'wattline-terraform-plugins');

/** Terraform's own environment: of the caller's, where providers come from, and nothing of an AWS account. */
export const terraformEnvironment = (variables: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv => {
  const given = Object.entries(variables).map(([name, value]) => [`TF_VAR_${name}`, value]);
  const kept = Object.entries(process.env).filter(
    ([name]) => name === 'TF_CLI_CONFIG_FILE' || !/^(AWS_|TF_)/.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    TF_IN_AUTOMATION: '1',
    TF_PLUGIN_CACHE_DIR: plugins,
    // An emulator is mostly waited for.
    TF_CLI_ARGS_apply: '-parallelism=30',
    TF_CLI_ARGS_destroy: '-parallelism=30',
    CHECKPOINT_DISABLE: '1',
    // Of the provider's own work a quarter was to collect garbage.
    GOGC: '400',
    AWS_EC2_METADATA_DISABLED: 'true',
    // A name without a file behind it would leave Terraform with no provider at all.
    ...(existsSync(mirror) &&
      !existsSync(process.env.TF_CLI_CONFIG_FILE ?? '') && { TF_CLI_CONFIG_FILE: mirror }),
    ...Object.fromEntries(given),
  };
};

/** `terraform …`: what it printed. Throws with what it printed where it failed. */
export const terraform = async (
  folder: string,
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<string> => {
  const env = terraformEnvironment(variables);
  try {
    const { stdout } = await run('terraform', [`-chdir=${folder}`, ...args], { env, maxBuffer: 256_000_000 });
    return stdout;
  } catch (error) {
    if (!(error instanceof Error && 'stderr' in error && 'stdout' in error)) throw error;
    throw new Error(`terraform ${args.join(' ')} failed:\n${error.stdout}\n${error.stderr}`, {
      cause: error,
    });
  }
};

/** How Terraform is started. Throws where it cannot be. */
export const terraformPath = async (): Promise<string> => {
  try {
    await run('terraform', ['version'], { env: terraformEnvironment() });
    return 'terraform';
  } catch (cause) {
    throw new Error('Terraform cannot be started: install 1.11 or newer to run these tests too', { cause });
  }
};

const isLeftOver = (path: string): boolean =>
  /^\.terraform(\.lock\.hcl)?$|\.tfstate|\.tfvars$|^backend\.tf$/.test(basename(path));

export interface InfraCopy {
  /** The copy of `infra/terraform`. */
  readonly folder: string;
  remove(): Promise<void>;
}

/** A copy of the infrastructure, so that nothing that Terraform writes gets into the checkout. */
export const copyInfra = async (): Promise<InfraCopy> => {
  const copy = await mkdtemp(join(tmpdir(), 'wattline-infra-'));
  await mkdir(plugins, { recursive: true });
  await cp(infra, join(copy, 'infra'), { recursive: true, filter: (path) => !isLeftOver(path) });
  return {
    folder: join(copy, 'infra', 'terraform'),
    remove: () => rm(copy, { recursive: true, force: true }),
  };
};
