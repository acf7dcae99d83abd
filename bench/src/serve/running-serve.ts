import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../paths.ts';
import { cpuMs, residentBytes } from '../process-tree.ts';

const { findBundle } = (await import(
  new URL('../../../apps/command/bin/find-bundle.js', import.meta.url).href
)) as { findBundle: (root: string) => string | undefined };

export interface RunningServe {
  readonly url: URL;
  /** When the process was started, as `performance.now()` has it. */
  readonly startedAt: number;
  memory(): number;
  cpuMs(): number;
  stop(): Promise<void>;
}

/** What `wattline up` starts: the bundle while it is fresh. */
const moduleOf = (): string => {
  const command = findBundle(root);
  const bundled = command === undefined ? '' : join(dirname(command), 'serve.js');
  return existsSync(bundled) ? bundled : join(root, 'services/serve/src/main.ts');
};

/** The service that serves rows, on a data folder, once it says that it is ready. */
export const startServe = async (dataDir: string): Promise<RunningServe> => {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [moduleOf()], {
    env: { ...process.env, WATTLINE_DATA_DIR: dataDir, WATTLINE_HTTP_PORT: '0', WATTLINE_LOG_LEVEL: 'info' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  let url: URL | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    const found = /"url":"([^"]+)"/.exec(line)?.[1];
    if (found === undefined) continue;
    url = new URL(found);
    break;
  }
  child.stdout.resume();
  if (url === undefined) throw new Error('the service did not start');
  return {
    url,
    startedAt,
    memory: () => residentBytes(child.pid ?? 0),
    cpuMs: () => cpuMs(child.pid ?? 0),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
};
