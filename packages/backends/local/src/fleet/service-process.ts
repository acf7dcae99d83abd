import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SupervisedService } from './supervision.ts';

/**
 * Young objects die young in this code: with the default of 16 MB a process keeps three times what it needs. The heap
 * grows in small steps, since an idle process gives back nothing.
 */
export const leanFlags = (youngMb = 1): string[] => [
  `--max-semi-space-size=${youngMb}`,
  '--heap-growing-percent=25',
];
/** glibc keeps memory for each thread otherwise. */
export const leanEnvironment = { MALLOC_ARENA_MAX: '1' };

/** A grandchild may keep the streams of a dead process open. */
const READ_TO_END_MS = 500;
const STDERR_TAIL_LINES = 60;

export interface ServiceProcess {
  readonly child: ChildProcess;
  /** The last lines that it printed to standard error. */
  stderrTail(): readonly string[];
  /** Resolves once the last lines of the process, which exited, are read. */
  readToEnd(): Promise<void>;
}

/** Starts a process of a service. `onLine` gets each line that it prints. */
export const startServiceProcess = (
  { module, args = [], environment, youngMb }: SupervisedService,
  shared: NodeJS.ProcessEnv,
  onLine: (line: string) => void,
): ServiceProcess => {
  // A process group of its own: Ctrl-C reaches only the supervisor, which then asks its children in order.
  const child = fork(module, args, {
    env: { ...leanEnvironment, ...shared, ...environment },
    execArgv: [...process.execArgv, ...leanFlags(youngMb)],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
  });
  let stderrTail: readonly string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on('line', (line) => {
      onLine(line);
      if (stream === child.stderr) stderrTail = [...stderrTail, line].slice(-STDERR_TAIL_LINES);
    });
  }
  return {
    child,
    stderrTail: () => stderrTail,
    readToEnd: async () => {
      const timeout = new AbortController();
      await Promise.race([
        once(child, 'close', { signal: timeout.signal }),
        sleep(READ_TO_END_MS, undefined, { signal: timeout.signal }),
      ]).catch(() => {});
      timeout.abort();
    },
  };
};
