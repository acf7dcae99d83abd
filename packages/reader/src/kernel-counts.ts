import { readFileSync } from 'node:fs';

const read = (path: string): string => {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
};

const numberIn = (text: string, pattern: RegExp): number | undefined => {
  const count = pattern.exec(text)?.[1];
  return count === undefined ? undefined : Number(count);
};

const KILLS = /^oom_kill\s+(\d+)$/m;

/** Where the kernel counts: files of kills, and of how often the group's own limit was met, with the pattern for it. */
interface Place {
  readonly kills: string;
  readonly limit?: { readonly path: string; readonly pattern: RegExp };
}

/** Of cgroup v2, then v1, then the whole machine, which has no limit of its own. */
const places = (root: string): Place[] => {
  const groups = read(`${root}/proc/self/cgroup`);
  const mounted = `${root}/sys/fs/cgroup`;
  const v2 = /^0::(.*)$/m.exec(groups)?.[1];
  const v1 = /^\d+:memory:(.*)$/m.exec(groups)?.[1];
  const ofV2 = (folder: string): Place => ({
    kills: `${folder}/memory.events`,
    limit: { path: `${folder}/memory.events`, pattern: /^oom\s+(\d+)$/m },
  });
  const ofV1 = (folder: string): Place => ({
    kills: `${folder}/memory.oom_control`,
    limit: { path: `${folder}/memory.failcnt`, pattern: /^(\d+)$/m },
  });
  return [
    ...(v2 === undefined ? [] : [ofV2(`${mounted}${v2}`), ofV2(mounted)]),
    ...(v1 === undefined ? [] : [ofV1(`${mounted}/memory${v1}`), ofV1(`${mounted}/memory`)]),
    { kills: `${root}/proc/vmstat` },
  ];
};

/** What the kernel counted so far, in this container or on the whole machine. */
export interface KernelCounts {
  /** Processes that it killed for want of memory. */
  readonly kills: number;
  /** How often this container met its own limit; the machine may run out of memory without. */
  readonly limitMet: number;
}

/** Zeros where nothing is known. `root`: of the file system, for tests. */
export const kernelCounts = (root = ''): KernelCounts => {
  for (const { kills, limit } of places(root)) {
    const count = numberIn(read(kills), KILLS);
    if (count === undefined) continue;
    return {
      kills: count,
      limitMet: limit === undefined ? 0 : (numberIn(read(limit.path), limit.pattern) ?? 0),
    };
  }
  return { kills: 0, limitMet: 0 };
};
