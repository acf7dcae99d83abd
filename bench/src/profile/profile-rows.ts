import type { Recorded } from './recorded.ts';

/** The process that reads strangers' files; the other one is the command. */
const READER = /reader|child/;

interface Line {
  readonly where: string;
  readonly path: string;
  readonly cpuMs: number;
  readonly wallMs: number;
}

const processName = ({ process }: Recorded): string => (READER.test(process) ? 'reader' : 'command');

/** What stages do is called by the stage alone. */
const shortPath = (path: string): string => path.replace(/^stage › /, '');

const linesOf = (processes: readonly Recorded[]): Line[] =>
  processes.flatMap((one) => {
    const where = processName(one);
    const stepped = one.steps.reduce((sum, { cpuMs }) => sum + cpuMs, 0);
    return [
      ...one.steps.map(({ path, ...taken }) => ({ where, path: shortPath(path), ...taken })),
      { where, path: 'outside of steps, with start-up', cpuMs: one.cpuMs - stepped, wallMs: 0 },
    ];
  });

export const profileHeader = ['step', 'process', 'CPU seconds', 'of all', 'seconds under way'];

/** The steps of a run, those that take most first. */
export const profileRows = (processes: readonly Recorded[]): string[][] => {
  const all = processes.reduce((sum, { cpuMs }) => sum + cpuMs, 0);
  const lines = linesOf(processes).toSorted((a, b) => b.cpuMs - a.cpuMs);
  const row = ({ where, path, cpuMs, wallMs }: Line): string[] => [
    path,
    where,
    (cpuMs / 1_000).toFixed(2),
    `${((cpuMs / all) * 100).toFixed(0)} %`,
    wallMs === 0 ? '' : (wallMs / 1_000).toFixed(2),
  ];
  return [...lines.map(row), ['all', '', (all / 1_000).toFixed(2), '100 %', '']];
};
