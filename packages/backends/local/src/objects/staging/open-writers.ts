import { readdir, readFile, readlink } from 'node:fs/promises';

const none = (): [] => [];

/**
 * Whether `filesBeingWritten` would find the writer of a file with this owner: a file is usually written by its owner,
 * and only root sees what others have open.
 */
export const canSeeWriters = (ownerUid: number): boolean =>
  process.platform === 'linux' && (process.geteuid?.() === 0 || process.geteuid?.() === ownerUid);

/** The access mode in `flags:` is octal: 0 reads, 1 writes, 2 does both. */
const writes = (fdinfo: string): boolean => {
  const flags = /^flags:\s*([0-7]+)$/m.exec(fdinfo)?.[1];
  return flags !== undefined && (Number.parseInt(flags, 8) & 3) !== 0;
};

/**
 * Those of the files that a process of this machine has open for writing, as far as this user may see it.
 * Elsewhere than on Linux none.
 */
export const filesBeingWritten = async (paths: ReadonlySet<string>): Promise<Set<string>> => {
  const found = new Set<string>();
  if (process.platform !== 'linux' || paths.size === 0) return found;
  for (const pid of await readdir('/proc').catch(none)) {
    if (!/^\d+$/.test(pid)) continue;
    await Promise.all(
      (await readdir(`/proc/${pid}/fd`).catch(none)).map(async (fd) => {
        const path = await readlink(`/proc/${pid}/fd/${fd}`).catch(() => undefined);
        if (path === undefined || !paths.has(path)) return;
        if (writes(await readFile(`/proc/${pid}/fdinfo/${fd}`, 'utf8').catch(() => ''))) found.add(path);
      }),
    );
  }
  return found;
};
