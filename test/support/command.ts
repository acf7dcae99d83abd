import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const bin = fileURLToPath(new URL('../../apps/command/bin/wattline.js', import.meta.url));

export interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Command {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
  /** What was printed so far, both streams together. */
  output(): string;
}

/** `wattline …` as a process of its own. */
export const startCommand = (args: readonly string[], environment: Record<string, string> = {}): Command => {
  const child = spawn(process.execPath, [bin, ...args], {
    env: { ...process.env, NO_COLOR: '1', ...environment },
  });
  const printed = { stdout: '', stderr: '', both: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (text: Buffer) => {
      printed[name] += text.toString();
      printed.both += text.toString();
    });
  }
  const finished = new Promise<Finished>((resolve) => {
    child.once('close', (status) => resolve({ status, stdout: printed.stdout, stderr: printed.stderr }));
  });
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await finished;
  });
  return { child, finished, output: () => printed.both };
};

export const runCommand = (
  args: readonly string[],
  environment?: Record<string, string>,
): Promise<Finished> => startCommand(args, environment).finished;
