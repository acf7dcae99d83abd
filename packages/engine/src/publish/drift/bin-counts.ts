import type { Expr } from 'nodejs-polars';
import { query, quoted, sqlDouble } from '../../polars/sql.ts';
import { type FeaturePartition, scanPartition } from '../partition.ts';

export interface Bins {
  readonly name: string;
  /** A value is in the first bin whose edge is not below it; above all of them, in the last. */
  readonly edges: readonly number[];
}

/** Values of each column in each of its bins. */
export type BinCounts = readonly (readonly number[])[];

/** Columns that are counted in one query: ten sums each. */
const AT_A_TIME = 100;

/** The rows of a file that `where` keeps. */
export const binCounts = async (
  partition: Pick<FeaturePartition, 'path'>,
  bins: readonly Bins[],
  where: Expr,
): Promise<BinCounts> => {
  const counts: number[][] = [];
  for (let start = 0; start < bins.length; start += AT_A_TIME) {
    const some = bins.slice(start, start + AT_A_TIME);
    const sums = some.flatMap(({ name, edges }, i) => {
      const value = `CAST(${quoted(name)} AS DOUBLE)`;
      const upTo = edges.map(
        (edge, e) => `SUM(CASE WHEN ${value} <= ${sqlDouble(edge)} THEN 1 ELSE 0 END) AS "${i} ${e}"`,
      );
      return [...upTo, `COUNT(${quoted(name)}) AS "${i} all"`];
    });
    const frame = await query(
      scanPartition(partition).filter(where),
      `SELECT ${sums.join(', ')} FROM frame`,
    ).collect();
    const row: unknown[] = frame.row(0);
    let at = 0;
    for (const { edges } of some) {
      const upTo = Array.from({ length: edges.length + 1 }, (_, e) => Number(row[at + e] ?? 0));
      at += upTo.length;
      counts.push(upTo.map((count, e) => count - (upTo[e - 1] ?? 0)));
    }
  }
  return counts;
};

/** Of several files together. */
export const sumOfCounts = (parts: readonly BinCounts[], bins: readonly Bins[]): number[][] =>
  bins.map(({ edges }, column) =>
    Array.from({ length: edges.length + 1 }, (_, bin) =>
      parts.reduce((sum, part) => sum + (part[column]?.[bin] ?? 0), 0),
    ),
  );
