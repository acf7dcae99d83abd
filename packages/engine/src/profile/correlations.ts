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

const isConstant = (column: string): string => `MIN(${column}) = MAX(${column})`;

/** Of readings that have both values: rounding gives a column that does not vary some r all the same. */
const isFlat = ({ a, b }: Pair): string => {
  const [x, y] = [quoted(a), quoted(b)];
  const shared = (one: string, other: string) => `(CASE WHEN ${other} IS NOT NULL THEN ${one} END)`;
  return `(${isConstant(shared(x, y))} OR ${isConstant(shared(y, x))})`;
};

/** Pearson's r of every pair of columns. */
export const correlations = async (
  frame: DataFrame,
  columns: readonly string[],
): Promise<Profile['correlations']> => {
  const some = columns.slice(0, mostColumns);
  const pairs = some.flatMap((a, i) => some.slice(i + 1).map((b): Pair => ({ a, b })));
  const [rs, flat] = [
    await values(
      frame,
      pairs.map(({ a, b }) => `CORR(${quoted(a)}, ${quoted(b)})`),
    ),
    await values(frame, pairs.map(isFlat)),
  ];
  return pairs.map(({ a, b }, i) => {
    const r = rs[i];
    const isKnown = typeof r === 'number' && Number.isFinite(r) && flat[i] !== true;
    return { a, b, r: isKnown ? rounded(r) : null };
  });
};
