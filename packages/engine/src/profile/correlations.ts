import type { DataFrame } from 'nodejs-polars';
import { query, quoted } from '../polars/sql.ts';
import type { Profile } from './profile.ts';
import { rounded } from './rounded.ts';

/** Pairs grow with the square of the columns: of more columns, the first so many. */
const mostColumns = 30;

interface Pair {
  readonly a: string;
  readonly b: string;
}

const values = async (frame: DataFrame, terms: readonly string[]): Promise<unknown[]> => {
  if (terms.length === 0) return [];
  const named = terms.map((term, i) => `${term} AS "${i}"`);
  return (await query(frame.lazy(), `SELECT ${named.join(', ')} FROM frame`).collect()).row(0);
};

/** What is asked of a column's readings where another has one too: of a column without gaps these are all of them. */
const isConstant = (column: string, other: string, complete: ReadonlySet<string>): string => {
  const shared = complete.has(other)
    ? quoted(column)
    : `(CASE WHEN ${quoted(other)} IS NOT NULL THEN ${quoted(column)} END)`;
  return `MIN(${shared}) = MAX(${shared})`;
};

/** Pearson's r of every pair of columns. */
export const correlations = async (
  frame: DataFrame,
  columns: readonly string[],
): Promise<Profile['correlations']> => {
  const some = columns.slice(0, mostColumns);
  const pairs = some.flatMap((a, i) => some.slice(i + 1).map((b): Pair => ({ a, b })));
  const rs = await values(
    frame,
    pairs.map(({ a, b }) => `CORR(${quoted(a)}, ${quoted(b)})`),
  );
  const complete = new Set(some.filter((name) => frame.getColumn(name).nullCount() === 0));
  // Each is asked once: of columns without gaps, one for each column and not two for each pair.
  const asked = pairs.flatMap(({ a, b }) => [isConstant(a, b, complete), isConstant(b, a, complete)]);
  const questions = [...new Set(asked)];
  const answers = await values(frame, questions);
  const constant = new Set(questions.filter((_, i) => answers[i] === true));
  return pairs.map(({ a, b }, i) => {
    const r = rs[i];
    // Rounding gives a column that does not vary some r all the same.
    const isFlat = constant.has(asked[2 * i] ?? '') || constant.has(asked[2 * i + 1] ?? '');
    const isKnown = typeof r === 'number' && Number.isFinite(r) && !isFlat;
    return { a, b, r: isKnown ? rounded(r) : null };
  });
};
