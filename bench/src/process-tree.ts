import { readdirSync, readFileSync } from 'node:fs';

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // Processes end while they are looked at.
  }
};

const childrenOf = (pid: number): number[] => {
  let threads: string[];
  try {
    threads = readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
  return threads.flatMap((thread) =>
    read(`/proc/${pid}/task/${thread}/children`).split(' ').filter(Boolean).map(Number),
  );
};

const withDescendants = (pid: number): number[] => [pid, ...childrenOf(pid).flatMap(withDescendants)];

/** What a process has in RAM now, in bytes; 0 where the system does not say. */
export const residentBytes = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) * 1024;

/** CPU time that a process has taken so far, in ms; 0 where the system does not say. */
export const cpuMs = (pid: number): number => {
  // The name in parentheses may hold spaces. Clock ticks are 10 ms on every Linux that Node runs on.
  const fields = read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * 10;
};

/** The most memory that one process of a tree has had so far, in bytes; 0 where the system does not say. */
export const largestPeak = (pid: number): number =>
  Math.max(
    ...withDescendants(pid).map(
      (each) => Number(/^VmHWM:\s+(\d+) kB$/m.exec(read(`/proc/${each}/status`))?.[1] ?? 0) * 1024,
    ),
  );
