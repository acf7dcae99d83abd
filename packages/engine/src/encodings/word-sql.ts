import { quoted } from '../polars/sql.ts';

/** The word of a row as text: the value of the one column, or the place of the 0/1 column that is 1; null for none. */
export const wordSql = (columns: readonly string[]): string => {
  const [only = '', ...others] = columns;
  if (others.length === 0) return `CAST(${quoted(only)} AS VARCHAR)`;
  return `CASE ${columns.map((name, place) => `WHEN ${quoted(name)} = 1 THEN '${place}'`).join(' ')} END`;
};

/** How many of some instants (ms, ascending) are not after one: INT. */
export const reachedSql = (ms: string, instants: readonly number[]): string => {
  if (instants.length === 0) return 'CAST(0 AS INT)';
  const cases = instants.map((instant, i) => `WHEN ${ms} >= ${instant} THEN ${i + 1}`).reverse();
  return `CAST(CASE ${cases.join(' ')} ELSE 0 END AS INT)`;
};
