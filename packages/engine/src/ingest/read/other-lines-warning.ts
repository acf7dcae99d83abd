import type { OtherLines } from './other-lines.ts';

/** In this order whichever piece of a file has which. */
const kinds: readonly OtherLines['kind'][] = [
  'comment',
  'header',
  'row of units',
  'total',
  'note',
  'mark of the logger',
];

/** Lines of all pieces of a file, kind by kind. */
export const tallyOtherLines = (lines: readonly OtherLines[]): readonly OtherLines[] =>
  kinds.flatMap((kind) => {
    const some = lines.filter((one) => one.kind === kind);
    const [first] = some.toSorted((a, b) => a.line - b.line);
    return first === undefined ? [] : [{ ...first, count: some.reduce((sum, { count }) => sum + count, 0) }];
  });

const plural = (kind: OtherLines['kind']): string =>
  kind === 'row of units' || kind === 'mark of the logger' ? kind.replace(' ', 's ') : `${kind}s`;

/** What to say of lines that were skipped. */
export const otherLinesWarning = (lines: readonly OtherLines[]): string[] => {
  if (lines.length === 0) return [];
  const counted = lines.map(({ kind, count, line, word }) => {
    const there = word === undefined ? `line ${line}` : `line ${line}: '${word}'`;
    return count === 1 ? `1 ${kind} (${there})` : `${count} ${plural(kind)} (the first on ${there})`;
  });
  return [`lines that are no readings were skipped: ${counted.join(', ')}`];
};
