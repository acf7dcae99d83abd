import type { OtherLines } from './other-lines.ts';

/** Lines of all pieces of a file, kind by kind. */
export const tallyOtherLines = (lines: readonly OtherLines[]): readonly OtherLines[] =>
  [...Map.groupBy(lines, ({ kind }) => kind)].map(([kind, some]) => ({
    kind,
    count: some.reduce((sum, { count }) => sum + count, 0),
    line: some.reduce((first, { line }) => Math.min(first, line), Number.POSITIVE_INFINITY),
  }));

const plural = (kind: string): string => (kind === 'row of units' ? 'rows of units' : `${kind}s`);

/** What to say of lines that were skipped. */
export const otherLinesWarning = (lines: readonly OtherLines[]): string[] => {
  if (lines.length === 0) return [];
  const counted = lines.map(({ kind, count, line }) =>
    count === 1 ? `1 ${kind} (line ${line})` : `${count} ${plural(kind)} (the first on line ${line})`,
  );
  return [`lines that are no readings were skipped: ${counted.join(', ')}`];
};
