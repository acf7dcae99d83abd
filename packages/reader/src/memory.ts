import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const KIB = 1_024;

/** Anonymous memory alone: pages of mapped files can be dropped at any time. */
const fromProc = async (pid: number): Promise<number | undefined> => {
  try {
    const status = await readFile(`/proc/${pid}/status`, 'latin1');
    const kib = /^RssAnon:\s+(\d+) kB$/m.exec(status) ?? /^VmRSS:\s+(\d+) kB$/m.exec(status);
    return kib === null ? undefined : Number(kib[1]) * KIB;
  } catch {
    return undefined;
  }
};

const fromPs = async (pid: number): Promise<number | undefined> => {
  try {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
    const kib = Number(stdout.trim());
    return kib > 0 ? kib * KIB : undefined;
  } catch {
    return undefined;
  }
};

/** Bytes of memory that a process holds; undefined where the system does not say, or the process is gone. */
export const memoryOf = async (pid: number): Promise<number | undefined> =>
  process.platform === 'linux' ? fromProc(pid) : process.platform === 'win32' ? undefined : fromPs(pid);
