import type { Aim, Result } from './result.ts';

const figure = (value: number, unit: string): string =>
  `${value.toFixed(2)}${unit === '×' ? ' ×' : ` ${unit}`}`;

const verdict = ({ limit, measured }: Aim): string => {
  if (measured === undefined) {
    return 'not measured';
  }
  const share = Math.abs(1 - measured / limit) * 100;
  return measured <= limit ? `met, by ${share.toFixed(0)} %` : `**missed, by ${share.toFixed(0)} %**`;
};

const aimRow = (aim: Aim): string[] => [
  aim.what,
  `≤ ${figure(aim.limit, aim.unit)}`,
  aim.measured === undefined ? '–' : figure(aim.measured, aim.unit),
  verdict(aim),
];

const aimHeader = ['aim', 'limit', 'measured', ''];

const markdownTable = (header: readonly string[], rows: readonly (readonly string[])[]): string =>
  [header, header.map((_, index) => (index === 0 ? '---' : '---:')), ...rows]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');

/** For a terminal: columns under each other. */
const plainTable = (header: readonly string[], rows: readonly (readonly string[])[]): string => {
  const widths = header.map((name, index) =>
    Math.max(name.length, ...rows.map((row) => row[index]?.length ?? 0)),
  );
  return [header, ...rows]
    .map((row) =>
      row
        .map((cell, index) =>
          index === 0 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};

export const plainResult = (result: Result): string =>
  [
    `\n${result.title}`,
    plainTable(result.header, result.rows),
    ...(result.aims.length === 0 ? [] : ['', plainTable(aimHeader, result.aims.map(aimRow))]),
    ...result.notes,
    '',
  ].join('\n');

const section = (result: Result): string =>
  [
    `## ${result.title}`,
    result.about,
    `\`${result.command}\`, ${result.date}`,
    markdownTable(result.header, result.rows),
    ...(result.aims.length === 0 ? [] : [markdownTable(aimHeader, result.aims.map(aimRow))]),
    ...result.notes,
    `Machine: ${result.machine}.`,
  ].join('\n\n');

const HEAD = `# Benchmark results

Written by \`npm run bench\`. Times and memory are medians of rounds that alternate side by side in one run; each run is a fresh process. Memory is the peak of the largest process. Smaller is better.`;

/** The sections of a page by their titles. */
const sectionsOf = (page: string): Map<string, string> =>
  new Map(
    page
      .split(/^(?=## )/m)
      .filter((text) => text.startsWith('## '))
      .map((text) => [text.slice('## '.length, text.indexOf('\n')), text.trimEnd()]),
  );

/** RESULTS.md with a result: in the place of the one of before, or at the end. What else was measured stays. */
export const withResult = (page: string, result: Result): string => {
  const sections = sectionsOf(page).set(result.title, section(result));
  return `${[HEAD, ...sections.values()].join('\n\n')}\n`;
};
