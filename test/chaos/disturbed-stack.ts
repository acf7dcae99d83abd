import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { descendantsOf, type RunningProcess, signal, stillRunning } from './process-tree.ts';

const bin = fileURLToPath(new URL('../../apps/command/bin/wattline.js', import.meta.url));
const clock = new URL('stepped-clock.mjs', import.meta.url).href;

export interface DisturbedStack {
  readonly dataDir: string;
  /** The file that says by how many milliseconds its clocks are off. */
  readonly clockFile: string;
  /** Every process below the supervisor. */
  workers(): Promise<RunningProcess[]>;
  /** Kills the supervisor alone, and starts another. */
  killSupervisor(): Promise<void>;
  /** How often the supervisor ended by itself, and what it printed last: it never should. */
  unexpectedEnds(): readonly string[];
  /** The address of the page that was printed last. */
  url(): string | undefined;
  /** Asks it to end. Its exit code, and processes that it left behind. */
  stop(): Promise<{ code: number | null; leftBehind: readonly RunningProcess[] }>;
}

/** `wattline up` on a folder of its own, started again whenever it ends. */
export const startDisturbedStack = (folder: string, environment: Record<string, string>): DisturbedStack => {
  const dataDir = join(folder, 'data');
  const clockFile = join(folder, 'clock-step');
  const ends: string[] = [];
  const known = new Map<string, RunningProcess>();
  let output = '';
  let expected = false;
  let supervisor: ChildProcess;

  const workers = async (): Promise<RunningProcess[]> => {
    const found = supervisor.pid === undefined ? [] : await descendantsOf(supervisor.pid);
    for (const each of found) known.set(`${each.pid} ${each.startedAt}`, each);
    return found;
  };
  const start = (): void => {
    const child = spawn(process.execPath, [bin, 'up', '--data-dir', dataDir, '--no-sample', '--port', '0'], {
      env: {
        ...process.env,
        NO_COLOR: '1',
        NODE_OPTIONS: `--import=${clock}`,
        WATTLINE_TEST_CLOCK: clockFile,
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    supervisor = child;
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text: Buffer) => {
        output = `${output}${text.toString()}`.slice(-20_000);
      });
    child.once('close', (code, signalName) => {
      if (expected) return;
      ends.push(`ended with ${signalName ?? code}:\n${output.slice(-2_000)}`);
      start();
    });
  };
  start();

  onTestFinished(async () => {
    expected = true;
    await workers();
    supervisor.kill('SIGKILL');
    for (const each of await stillRunning([...known.values()])) signal(each, 'SIGKILL');
  });
  return {
    dataDir,
    clockFile,
    workers,
    killSupervisor: async () => {
      await workers();
      expected = true;
      const ended = once(supervisor, 'close');
      supervisor.kill('SIGKILL');
      await ended;
      expected = false;
      start();
    },
    unexpectedEnds: () => ends,
    url: () =>
      output
        .match(/^the page is at (http:\S+?)\/?$/gm)
        ?.at(-1)
        ?.replace(/^the page is at /, '')
        .replace(/\/$/, ''),
    stop: async () => {
      await workers();
      expected = true;
      const ended = once(supervisor, 'close') as Promise<[number | null]>;
      supervisor.kill('SIGINT');
      const [code] = await ended;
      return { code, leftBehind: await stillRunning([...known.values()]) };
    },
  };
};
