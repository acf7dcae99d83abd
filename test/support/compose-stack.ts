import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv, promisify } from 'node:util';
import { readAwsConfig } from '@wattline/backend-aws';
import type { StageName } from '@wattline/worker';
import { type AwsBackend, openAwsBackend } from './aws-backend.ts';
import { until } from './until.ts';

const run = promisify(execFile);
const folder = new URL('../../docker/', import.meta.url);

export interface ComposeStack {
  /** The test's own view of it. Another one once LocalStack was restarted. */
  backend(): AwsBackend;
  /** What a command on this machine needs to work on the stack. */
  environment(): Record<string, string>;
  /** The ids of a service's containers, running or not. */
  containers(stage: StageName): Promise<string[]>;
  image(stage: StageName): string;
  /** What its services are asked with. */
  readonly token: string;
  /** The network that its containers share. */
  readonly network: string;
  /** `docker …` */
  docker(...args: readonly string[]): Promise<string>;
  /** `docker compose …` on this stack */
  compose(...args: readonly string[]): Promise<string>;
  /** Restarts LocalStack, which forgets everything, and waits until it answers. */
  restartLocalStack(): Promise<void>;
  down(): Promise<void>;
}

const readStackEnv = async (): Promise<Record<string, string>> =>
  parseEnv(await readFile(new URL('stack.env', folder), 'utf8')) as Record<string, string>;

/** The stack of docker/compose.yaml on images tagged `name`, on ports of its own. `settings` are for its services. */
export const startComposeStack = async (
  name: string,
  settings: Record<string, string>,
): Promise<ComposeStack> => {
  const image = (service: StageName | 'status' | 'serve') => `wattline/${service}:${name}`;
  const file = fileURLToPath(new URL('compose.yaml', folder));
  const tokenFolder = await mkdtemp(join(tmpdir(), 'wattline-stack-'));
  const tokenFile = join(tokenFolder, 'token.env');
  const token = randomBytes(24).toString('base64url');
  await writeFile(tokenFile, `WATTLINE_ADMIN_TOKEN=${token}\n`);
  const docker = async (...args: readonly string[]): Promise<string> => {
    // Port 0: any that is free.
    const env = {
      ...process.env,
      WATTLINE_STACK_PORT: '0',
      WATTLINE_STATUS_PORT: '0',
      WATTLINE_SERVE_PORT: '0',
      WATTLINE_IMAGE_TAG: name,
      WATTLINE_STACK_TOKEN_FILE: tokenFile,
      ...settings,
    };
    return (await run('docker', [...args], { env, maxBuffer: 64_000_000 })).stdout.trim();
  };
  const compose = (...args: readonly string[]) =>
    docker('compose', '--project-name', name, '--file', file, ...args);
  const down = async (): Promise<void> => {
    await compose('down', '--volumes', '--remove-orphans', '--timeout', '0');
    await rm(tokenFolder, { recursive: true, force: true });
  };
  const stackEnv = await readStackEnv();
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: stackEnv.AWS_ACCESS_KEY_ID,
    AWS_SECRET_ACCESS_KEY: stackEnv.AWS_SECRET_ACCESS_KEY,
  });
  const connect = async () => {
    const endpoint = `http://${await compose('port', 'localstack', '4566')}`;
    const environment: Record<string, string> = { ...stackEnv, WATTLINE_ENDPOINT: endpoint };
    return { environment, backend: openAwsBackend(readAwsConfig(environment)) };
  };
  const isHealthy = async (): Promise<boolean> => {
    const id = await compose('ps', '--quiet', 'localstack');
    return (await docker('inspect', '--format', '{{.State.Health.Status}}', id)) === 'healthy';
  };
  try {
    await compose('up', '--no-build', '--wait');
    let view = await connect();
    return {
      backend: () => view.backend,
      environment: () => view.environment,
      containers: async (stage) => (await compose('ps', '--all', '--quiet', stage)).split('\n'),
      image,
      token,
      network: `${name}_default`,
      docker,
      compose,
      restartLocalStack: async () => {
        await view.backend.close();
        await compose('restart', '--timeout', '0', 'localstack');
        await until('LocalStack is healthy again', isHealthy);
        // The port out here is another one now.
        view = await connect();
      },
      down: async () => {
        await view.backend.close();
        await down();
      },
    };
  } catch (error) {
    await down();
    throw error;
  }
};
