import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { StageName } from '@wattline/worker';
import { onTestFinished } from 'vitest';

export interface StageProcess {
  readonly child: ChildProcess;
  /** It receives from now on. */
  readonly ready: Promise<unknown>;
  /** How it ended; resolves when it has. */
  readonly ended: Promise<{ code: number | null; signal: string | null }>;
  /** What it printed to standard error. */
  stderr(): string;
}

/** One stage service as a process of its own, as `wattline up` starts it. */
export const startStageProcess = (stage: StageName, environment: Record<string, string>): StageProcess => {
  const child = fork(fileURLToPath(import.meta.resolve(`@wattline/${stage}/main`)), [], {
    env: { ...process.env, WATTLINE_LOG_LEVEL: 'warn', ...environment },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [],
  });
  let stderr = '';
  child.stderr?.on('data', (text: Buffer) => {
    stderr += text.toString();
  });
  const ready = once(child, 'message');
  ready.catch(() => {});
  const ended = once(child, 'exit').then(([code, signal]: unknown[]) => ({
    code: typeof code === 'number' ? code : null,
    signal: typeof signal === 'string' ? signal : null,
  }));
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await ended;
  });
  return { child, ready, ended, stderr: () => stderr };
};
