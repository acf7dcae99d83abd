import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { cpuMs, residentBytes } from './process-tree.ts';

export interface RunningStatus {
  readonly url: URL;
  /** What the process has in RAM now. */
  memory(): number;
  /** CPU time taken so far, ms. */
  cpuMs(): number;
  stop(): Promise<void>;
}

/** The status service alone, on a data folder or where `settings` say, once it serves. */
export const startStatusService = async (
  dataDir: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<RunningStatus> => {
  const main = fileURLToPath(new URL('../../services/status/src/main.ts', import.meta.url));
  const child = spawn(process.execPath, [main], {
    env: { ...process.env, WATTLINE_DATA_DIR: dataDir, WATTLINE_HTTP_PORT: '0', ...settings },
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
  if (url === undefined) throw new Error('the status service did not start');
  return {
    url,
    memory: () => residentBytes(child.pid ?? 0),
    cpuMs: () => cpuMs(child.pid ?? 0),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
};
