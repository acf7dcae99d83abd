import pl from 'nodejs-polars';
import { z } from 'zod';
import { EVENT_TIMESTAMP } from '../columns.ts';
import { query, quoted, sqlDouble } from '../polars/sql.ts';
import type { Fitted } from './fitted.ts';
import { fourDigits } from './four-digits.ts';
import { utc } from './instant.ts';
import { type FeaturePartition, scanPartition } from './partition.ts';

/**
 * Of a partition's rows that are later than what the scaler was fitted to: how many, and of each column the values, those
 * below the least or above the greatest value that it was fitted to, and the sum.
 */
export const SinceFit = z.object({
  rows: z.number(),
  columns: z.array(z.tuple([z.number(), z.number(), z.number()])).readonly(),
});
export type SinceFit = z.infer<typeof SinceFit>;

/** How a column has left what its scaler was fitted to. */
interface OutgrownColumn {
  readonly name: string;
  /** Share of its later values outside of the fitted range. */
  readonly outside: number;
  /** By how many fitted standard deviations the mean has moved; absent where the column was constant. */
  readonly shift?: number;
}

/** How far later rows have left what the scaler was fitted to. */
export interface Outgrown {
  /** Rows later than the newest reading that it was fitted to. */
  readonly rows: number;
  /** Share of all scaled values in these outside of the range of their column. */
  readonly outside: number;
  /** The worst, first. */
  readonly columns: readonly OutgrownColumn[];
}

const SHOWN = 5;
/** The partition's rows, compared with what the scaler was fitted to. */
export const sinceFit = async (
  partition: Pick<FeaturePartition, 'path'>,
  { to, columns }: Fitted,
): Promise<SinceFit> => {
  if (columns.length === 0) return { rows: 0, columns: [] };
  const frame = scanPartition(partition).filter(pl.col(EVENT_TIMESTAMP).gt(utc(to)));
  const measures = columns.map(({ name, min, max }, i) => {
    const value = `CAST(${quoted(name)} AS DOUBLE)`;
    const isOutside = `${value} < ${sqlDouble(min)} OR ${value} > ${sqlDouble(max)}`;
    return `COUNT(${quoted(name)}) AS "n${i}", SUM(CASE WHEN ${isOutside} THEN 1 ELSE 0 END) AS "o${i}", SUM(${value}) AS "s${i}"`;
  });
  const found = await query(frame, `SELECT COUNT(*) AS "rows", ${measures.join(', ')} FROM frame`).collect();
  const row: unknown[] = found.row(0);
  const number = (index: number): number => Number(row[index] ?? 0);
  return {
    rows: number(0),
    columns: columns.map((_, i) => [number(1 + 3 * i), number(2 + 3 * i), number(3 + 3 * i)]),
  };
};

/** How far all partitions together have left what the scaler was fitted to, in the order given. */
export const outgrownBy = (parts: readonly SinceFit[], fitted: Fitted): Outgrown => {
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const totals = fitted.columns.map((_, i) => {
    const total = { values: 0, outside: 0, sum: 0 };
    for (const { columns } of parts) {
      const part = columns[i];
      if (part === undefined) continue;
      total.values += part[0];
      total.outside += part[1];
      total.sum += part[2];
    }
    return total;
  });
  const [values, outside] = [
    totals.reduce((sum, one) => sum + one.values, 0),
    totals.reduce((sum, one) => sum + one.outside, 0),
  ];
  const columns = totals.flatMap((since, i): OutgrownColumn[] => {
    const column = fitted.columns[i];
    if (column === undefined || since.values === 0) return [];
    const { name, mean, deviation } = column;
    const share = fourDigits(since.outside / since.values);
    if (deviation === 0) return [{ name, outside: share }];
    return [{ name, outside: share, shift: fourDigits((since.sum / since.values - mean) / deviation) }];
  });
  const worst = columns.toSorted(
    (a, b) => b.outside - a.outside || Math.abs(b.shift ?? 0) - Math.abs(a.shift ?? 0),
  );
  return { rows, outside: fourDigits(values === 0 ? 0 : outside / values), columns: worst.slice(0, SHOWN) };
};
