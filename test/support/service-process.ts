import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export interface ServiceProcess {
  /** Where it listens, without a slash at the end. */
  readonly url: string;
  /** Asks it to end, and waits until it has. */
  stop(): Promise<number | null>;
  /** Ends it at once, whatever it does, and waits until it has. */
  kill(): Promise<void>;
}

/** Where the service listens, if this line of its log says so. */
const urlIn = (line: string): string | undefined => {
  const said = JSON.parse(line) as { msg?: unknown; url?: unknown };
  return said.msg === 'ready' && typeof said.url === 'string' ? said.url.replace(/\/$/, '') : undefined;
};

const startServiceProcess = async (
  service: string,
  module: string,
  environment: Record<string, string>,
): Promise<ServiceProcess> => {
  const main = fileURLToPath(module);
  const child = spawn(process.execPath, [main], {
    env: { ...process.env, WATTLINE_LOG_LEVEL: 'info', WATTLINE_HTTP_PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit').then(([code]: unknown[]) => (typeof code === 'number' ? code : null));
  const kill = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await ended;
  };
  onTestFinished(kill);
  const ready = new Promise<string>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const url = urlIn(line);
      if (url !== undefined) resolve(url);
    });
  });
  const url = await Promise.race([ready, ended]);
  if (typeof url !== 'string') throw new Error(`${service} ended with ${url} before it was ready`);
  return {
    url,
    kill,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
};

/** The status service as a process of its own without a supervisor, on a free port of this machine. */
export const startStatusProcess = (environment: Record<string, string>): Promise<ServiceProcess> =>
  startServiceProcess('the status service', import.meta.resolve('@wattline/status/main'), environment);

/** The same of the service that serves rows. */
export const startServeProcess = (environment: Record<string, string>): Promise<ServiceProcess> =>
  startServiceProcess('serve', import.meta.resolve('@wattline/serve/main'), environment);
