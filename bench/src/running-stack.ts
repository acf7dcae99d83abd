import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { environment } from './measure.ts';
import { root, shown, work } from './paths.ts';

const UP_MS = 60_000;

export interface RunningStack {
  /** The environment that points commands at this stack. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** `wattline up` on fresh stores, once it says that it is up. */
export const startStack = async (settings: Readonly<Record<string, string>> = {}): Promise<RunningStack> => {
  const data = join(work, 'stack-data');
  await rm(data, { recursive: true, force: true });
  const env = { WATTLINE_DATA_DIR: shown(data) };
  const child = spawn(join('node_modules', '.bin', 'wattline'), ['up', '--no-sample'], {
    cwd: root,
    env: environment({ ...env, ...settings }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  let said = '';
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(
      () => reject(new Error(`the stack is not up after ${UP_MS / 1000} s:\n${said}`)),
      UP_MS,
    );
    const hear = (chunk: Buffer): void => {
      said = `${said}${chunk.toString()}`.slice(-4_000);
      if (said.includes('wattline is up')) {
        clearTimeout(late);
        resolve();
      }
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('error', reject);
    child.on('exit', () => {
      clearTimeout(late);
      reject(new Error(`the stack ended:\n${said}`));
    });
  }).catch((error: unknown) => {
    child.kill('SIGTERM');
    throw error;
  });
  return {
    env,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
};
