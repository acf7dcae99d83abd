import type { Recorded } from './recorded.ts';

/** The processes that read strangers' files and compute; the other one is the command. */
const READER = /reader|child/;
/** Less is not listed step by step. */
const LEAST = 0.005;

interface Line {
  readonly path: string;
  readonly where: string;
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

const together = (lines: readonly Line[], { path, where }: Pick<Line, 'path' | 'where'>): Line => ({
  path,
  where,
  cpuMs: lines.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
  wallMs: lines.reduce((sum, { wallMs }) => sum + wallMs, 0),
});

export const profileHeader = ['step', 'process', 'CPU seconds', 'of all', 'seconds under way'];

/** The steps of a run, those that take most first; the same step of several processes is one. */
export const profileRows = (processes: readonly Recorded[]): string[][] => {
  const all = processes.reduce((sum, { cpuMs }) => sum + cpuMs, 0);
  const grouped = Map.groupBy(linesOf(processes), ({ path, where }) => `${where} ${path}`);
  const lines = [...grouped.values()]
    .flatMap((some) => (some[0] === undefined ? [] : [together(some, some[0])]))
    .toSorted((a, b) => b.cpuMs - a.cpuMs);
  const large = lines.filter(({ cpuMs }) => cpuMs >= LEAST * all);
  const small = lines.slice(large.length);
  const rest =
    small.length === 0 ? [] : [together(small, { path: `${small.length} smaller ones`, where: '' })];
  const row = ({ path, where, cpuMs, wallMs }: Line): string[] => [
    path,
    where,
    (cpuMs / 1_000).toFixed(2),
    `${((cpuMs / all) * 100).toFixed(0)} %`,
    wallMs === 0 ? '' : (wallMs / 1_000).toFixed(2),
  ];
  return [...[...large, ...rest].map(row), ['all', '', (all / 1_000).toFixed(2), '100 %', '']];
};
