import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseEnv, promisify } from 'node:util';
import { readAwsConfig } from '@wattline/aws';
import type { StageName } from '@wattline/runtime';
import { type AwsChain, openAwsChain } from './aws-chain.ts';

const run = promisify(execFile);
const folder = new URL('../../docker/', import.meta.url);

export interface ComposeStack {
  readonly chain: AwsChain;
  /** What a command on this machine needs to work on the stack. */
  readonly environment: Record<string, string>;
  /** The ids of a service's containers, running or not. */
  containers(stage: StageName): Promise<string[]>;
  /** `docker …` */
  docker(...args: readonly string[]): Promise<string>;
  /** `docker compose …` on this stack */
  compose(...args: readonly string[]): Promise<string>;
  down(): Promise<void>;
}

/** The stack of docker/compose.yaml, under a name and a port of its own. `settings` are for its services. */
export const startComposeStack = async (settings: Record<string, string>): Promise<ComposeStack> => {
  const project = ['--project-name', `wattline-test-${randomBytes(4).toString('hex')}`];
  const file = ['--file', fileURLToPath(new URL('compose.yaml', folder))];
  const docker = async (...args: readonly string[]): Promise<string> => {
    // Port 0: any that is free.
    const env = { ...process.env, WATTLINE_STACK_PORT: '0', ...settings };
    return (await run('docker', [...args], { env, maxBuffer: 64_000_000 })).stdout.trim();
  };
  const compose = (...args: readonly string[]) => docker('compose', ...project, ...file, ...args);
  const down = async (): Promise<void> => {
    await compose('down', '--volumes', '--timeout', '0');
  };
  try {
    await compose('up', '--build', '--wait');
    const environment: Record<string, string> = {
      ...(parseEnv(await readFile(new URL('stack.env', folder), 'utf8')) as Record<string, string>),
      WATTLINE_ENDPOINT: `http://${await compose('port', 'localstack', '4566')}`,
    };
    Object.assign(process.env, {
      AWS_ACCESS_KEY_ID: environment.AWS_ACCESS_KEY_ID,
      AWS_SECRET_ACCESS_KEY: environment.AWS_SECRET_ACCESS_KEY,
    });
    const chain = openAwsChain(readAwsConfig(environment));
    return {
      chain,
      environment,
      containers: async (stage) => (await compose('ps', '--all', '--quiet', stage)).split('\n'),
      docker,
      compose,
      down: async () => {
        await chain.close();
        await down();
      },
    };
  } catch (error) {
    await down();
    throw error;
  }
};
