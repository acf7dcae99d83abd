import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export interface StatusProcess {
  /** Where it listens, without a slash at the end. */
  readonly url: string;
  /** Asks it to end, and waits until it has. */
  stop(): Promise<number | null>;
}

const urlOf = (message: unknown): string | undefined =>
  typeof message === 'object' && message !== null && 'url' in message && typeof message.url === 'string'
    ? message.url.replace(/\/$/, '')
    : undefined;

/** The status service as a process of its own, on a free port of this machine. */
export const startStatusProcess = async (environment: Record<string, string>): Promise<StatusProcess> => {
  const child = fork(fileURLToPath(import.meta.resolve('@wattline/status/main')), [], {
    env: { ...process.env, WATTLINE_LOG_LEVEL: 'warn', WATTLINE_HTTP_PORT: '0', ...environment },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: [],
  });
  const ended = once(child, 'exit').then(([code]: unknown[]) => (typeof code === 'number' ? code : null));
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await ended;
  });
  const ready = new Promise<string>((resolve) => {
    child.on('message', (message) => {
      const told = urlOf(message);
      if (told !== undefined) resolve(told);
    });
  });
  const url = await Promise.race([ready, ended]);
  if (typeof url !== 'string') throw new Error(`the status service ended with ${url} before it was ready`);
  return {
    url,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
};
