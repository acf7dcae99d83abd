import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv, promisify } from 'node:util';
import { root, work } from './paths.ts';
import type { RunningStack } from './running-stack.ts';

const run = promisify(execFile);

const PROJECT = 'wattline-bench';
/** The status service asks for a token. */
const TOKEN_FILE = join(work, 'stack-token.env');

const compose = async (...args: readonly string[]): Promise<string> => {
  const file = join(root, 'docker/compose.yaml');
  // Port 0: any that is free.
  const env = {
    ...process.env,
    WATTLINE_STACK_PORT: '0',
    WATTLINE_IMAGE_TAG: 'bench',
    WATTLINE_STACK_TOKEN_FILE: TOKEN_FILE,
  };
  const command = ['compose', '--project-name', PROJECT, '--file', file, ...args];
  return (await run('docker', command, { env, maxBuffer: 64_000_000 })).stdout.trim();
};

/** The stack in containers, beside LocalStack, once every service is ready. */
export const startComposeStack = async (): Promise<RunningStack> => {
  const stop = async (): Promise<void> => {
    await compose('down', '--volumes', '--timeout', '0');
  };
  await mkdir(work, { recursive: true });
  await writeFile(TOKEN_FILE, `WATTLINE_ADMIN_TOKEN=${randomBytes(24).toString('base64url')}\n`);
  try {
    await compose('up', '--build', '--wait');
    const settings = parseEnv(await readFile(join(root, 'docker/stack.env'), 'utf8'));
    const endpoint = `http://${await compose('port', 'localstack', '4566')}`;
    return { env: { ...(settings as Record<string, string>), WATTLINE_ENDPOINT: endpoint }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
