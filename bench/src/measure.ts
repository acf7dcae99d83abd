import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './paths.ts';
import { largestPeak } from './process-tree.ts';

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface Measurement {
  /** From the start of the process to its end. */
  readonly seconds: number;
  /** Peak resident memory of the largest process; 0 where the system does not say. */
  readonly peakBytes: number;
  readonly stdout: string;
}

const POLL_MS = 10;

/** The environment of a command: the project's own Node 24 and command first. */
export const environment = (extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv => ({
  ...process.env,
  PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH ?? ''}`,
  ...extra,
});

/** Runs a command to its end. Throws where it fails. */
export const measure = ({ program, args, env }: Command): Promise<Measurement> =>
  new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const child = spawn(program, args, {
      cwd: root,
      env: environment(env),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    let peakBytes = 0;
    const poll = setInterval(() => {
      if (child.pid !== undefined) {
        peakBytes = Math.max(peakBytes, largestPeak(child.pid));
      }
    }, POLL_MS);
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr = `${stderr}${chunk}`.slice(-4_000);
    });
    child.on('error', (error) => {
      clearInterval(poll);
      reject(error);
    });
    let seconds = 0;
    child.on('exit', () => {
      seconds = (performance.now() - startedAt) / 1000;
      clearInterval(poll);
    });
    child.on('close', (status, signal) => {
      if (status === 0) {
        resolve({ seconds, peakBytes, stdout });
      } else {
        reject(
          new Error(
            `${program} ${args.join(' ')} ended with ${signal ?? `status ${status}`}:\n${stderr.trim()}`,
          ),
        );
      }
    });
  });
