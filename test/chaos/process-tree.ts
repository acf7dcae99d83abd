import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface RunningProcess {
  readonly pid: number;
  /** When it began, as the system has it: distinguishes it from another of the same number. */
  readonly startedAt: string;
}

/** What was started by `root`, and by those, and so on. */
export const descendantsOf = async (root: number): Promise<RunningProcess[]> => {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=,lstart='], {
    env: { ...process.env, LC_ALL: 'C' },
  });
  const all = stdout.split('\n').flatMap((line) => {
    const [, pid, parent, startedAt] = /^\s*(\d+)\s+(\d+)\s+(.*\S)/.exec(line) ?? [];
    return startedAt === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), startedAt }];
  });
  const found: RunningProcess[] = [];
  const seek = (parent: number): void => {
    for (const each of all.filter((one) => one.parent === parent)) {
      found.push({ pid: each.pid, startedAt: each.startedAt });
      seek(each.pid);
    }
  };
  seek(root);
  return found;
};

/** Those of `processes` that still run. */
export const stillRunning = async (processes: readonly RunningProcess[]): Promise<RunningProcess[]> => {
  const pids = processes.map(({ pid }) => pid);
  if (pids.length === 0) return [];
  const { stdout } = await run('ps', ['-o', 'pid=,stat=,lstart=', '-p', pids.join(',')], {
    env: { ...process.env, LC_ALL: 'C' },
  }).catch(() => ({ stdout: '' }));
  const alive = new Set(
    stdout.split('\n').flatMap((line) => {
      const [, pid, state, startedAt] = /^\s*(\d+)\s+(\S+)\s+(.*\S)/.exec(line) ?? [];
      return startedAt === undefined || state?.startsWith('Z') ? [] : [`${pid} ${startedAt}`];
    }),
  );
  return processes.filter(({ pid, startedAt }) => alive.has(`${pid} ${startedAt}`));
};

/** Signals a process that may be gone by now. */
export const signal = ({ pid }: RunningProcess, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
};
