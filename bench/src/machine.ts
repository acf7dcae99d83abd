import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, release, totalmem, type } from 'node:os';
import { baselineVersions } from './baselines.ts';

const distribution = (): string => {
  try {
    return /^PRETTY_NAME="(.*)"$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? type();
  } catch {
    return type();
  }
};

/** What the figures were measured on, without names. */
export const machine = (): string =>
  [
    `${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'})`,
    `${(totalmem() / 1e9).toFixed(0)} GB of memory`,
    `${distribution()}, ${type()} ${release()}`,
    `Node ${process.versions.node}`,
    baselineVersions(),
  ].join('; ');
