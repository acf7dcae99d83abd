import { distance } from 'fastest-levenshtein';
import { RejectedError } from '../../errors.ts';

/** What a comparison costs grows with both names: longer ones are no slip of a finger. */
const MAX_NAME = 200;

const nearestOf = (name: string, header: readonly string[]): string | undefined => {
  if (name.length > MAX_NAME) return undefined;
  const lower = name.toLowerCase();
  const near = header
    .filter((candidate) => candidate.length <= MAX_NAME)
    .map((candidate) => ({ candidate, edits: distance(lower, candidate.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits)[0];
  return near !== undefined && near.edits <= Math.max(1, Math.floor(name.length / 3))
    ? near.candidate
    : undefined;
};

/** The place of a column that a spec's key names. Throws RejectedError where the file has none. */
export const findColumn = (
  column: string,
  key: string,
  { name, header }: { readonly name: string; readonly header: readonly string[] },
): number => {
  const index = header.indexOf(column);
  if (index !== -1) return index;
  const near = nearestOf(column, header);
  const there = header.length > 30 ? `${header.slice(0, 30).join(', ')}, …` : header.join(', ');
  throw new RejectedError('COLUMN_MISSING', `${name} has no column '${column}'; it has ${there}`, {
    place: { file: name, column },
    remedy:
      near === undefined
        ? `name one of the file's columns in the spec (${key})`
        : `did you mean '${near}'? Change the spec (${key}) or the file's header`,
  });
};
