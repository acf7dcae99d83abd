import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const KIB = 1_024;

const fromProc = async (pid: number): Promise<number | undefined> => {
  try {
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    const kib = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
    return kib === undefined ? undefined : Number(kib) * KIB;
  } catch {
    return undefined;
  }
};

/** On macOS and the BSDs. */
const fromPs = async (pid: number): Promise<number | undefined> => {
  try {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
    const kib = Number(stdout.trim());
    return kib > 0 ? kib * KIB : undefined;
  } catch {
    return undefined;
  }
};

/** A process's resident memory, bytes; undefined if the system does not report it or the process has exited. */
export const residentMemory = async (pid: number): Promise<number | undefined> =>
  (await fromProc(pid)) ?? (process.platform === 'linux' ? undefined : fromPs(pid));
