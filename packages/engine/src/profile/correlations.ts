import type { DataFrame } from 'nodejs-polars';
import { query, quoted } from '../sql.ts';
import type { Profile } from './profile.ts';
import { rounded } from './rounded.ts';

/** Pairs grow with the square of the columns: of more columns, the first so many. */
const mostColumns = 30;

/** Pearson's r of every pair of columns. */
export const correlations = async (
  frame: DataFrame,
  columns: readonly string[],
): Promise<Profile['correlations']> => {
  const some = columns.slice(0, mostColumns);
  const pairs = some.flatMap((a, i) => some.slice(i + 1).map((b) => ({ a, b })));
  if (pairs.length === 0) return [];
  const terms = pairs.map(({ a, b }, i) => `CORR(${quoted(a)}, ${quoted(b)}) AS "${i}"`);
  const found = await query(frame.lazy(), `SELECT ${terms.join(', ')} FROM frame`).collect();
  const row: unknown[] = found.row(0);
  return pairs.map(({ a, b }, i) => {
    const r = row[i];
    return { a, b, r: typeof r === 'number' && Number.isFinite(r) ? rounded(r) : null };
  });
};
