import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { cpuMs, residentBytes } from './process-tree.ts';

/** A service as a process of its own. */
export interface RunningService {
  readonly url: URL;
  /** When the process was started, as `performance.now()` has it. */
  readonly startedAt: number;
  /** What the process has in RAM now, bytes. */
  memory(): number;
  /** CPU time taken so far, ms. */
  cpuMs(): number;
  stop(): Promise<void>;
}

/** Starts the module of a service on a data folder, or where `settings` say, and waits until it says where it serves. */
export const startService = async (
  module: string,
  dataDir: string,
  settings: Readonly<Record<string, string>> = {},
  flags: readonly string[] = [],
): Promise<RunningService> => {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...flags, module], {
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
  if (url === undefined) throw new Error(`${module} did not start`);
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
