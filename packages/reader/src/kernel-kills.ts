import { readFileSync } from 'node:fs';

const read = (path: string): string => {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
};

const countIn = (text: string): number | undefined => {
  const count = /^oom_kill\s+(\d+)$/m.exec(text)?.[1];
  return count === undefined ? undefined : Number(count);
};

/** Where cgroup v2, then v1, then the whole machine counts. */
const places = (): string[] => {
  const groups = read('/proc/self/cgroup');
  const v2 = /^0::(.*)$/m.exec(groups)?.[1];
  const v1 = /^\d+:memory:(.*)$/m.exec(groups)?.[1];
  return [
    ...(v2 === undefined ? [] : [`/sys/fs/cgroup${v2}/memory.events`, '/sys/fs/cgroup/memory.events']),
    ...(v1 === undefined
      ? []
      : [`/sys/fs/cgroup/memory${v1}/memory.oom_control`, '/sys/fs/cgroup/memory/memory.oom_control']),
    '/proc/vmstat',
  ];
};

/** Processes that the kernel killed for want of memory so far, here or on the whole machine; 0 where it is not known. */
export const kernelKills = (): number => {
  for (const place of places()) {
    const count = countIn(read(place));
    if (count !== undefined) return count;
  }
  return 0;
};
