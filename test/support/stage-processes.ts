import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
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

const { findBundle } = (await import(
  new URL('../../apps/command/bin/find-bundle.js', import.meta.url).href
)) as { findBundle: () => string | undefined };
const bundle = findBundle();

/** From the bundle, as the command does: it starts in a third of the time. From the source where that is newer. */
const moduleOf = (stage: StageName): string =>
  bundle === undefined
    ? fileURLToPath(import.meta.resolve(`@wattline/${stage}/main`))
    : join(dirname(bundle), `${stage}.js`);

/** One stage service as a process of its own, as `wattline up` starts it. */
export const startStageProcess = (stage: StageName, environment: Record<string, string>): StageProcess => {
  const child = fork(moduleOf(stage), [], {
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
