import pl from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../columns.ts';
import { query, quoted, sqlDouble } from '../polars/sql.ts';
import type { Fitted } from './fitted.ts';
import { utc } from './instant.ts';
import { type FeaturePartition, inCanonicalOrder, scanPartition } from './partition.ts';

/** Of one column, in rows later than what the scaler was fitted to. */
interface Since {
  readonly values: number;
  /** Below the least or above the greatest value that it was fitted to. */
  readonly outside: number;
  readonly sum: number;
}

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
const digits = (value: number): number => Number(value.toFixed(4));

const sinceIn = async (
  partition: FeaturePartition,
  { to, columns }: Fitted,
): Promise<{ readonly rows: number; readonly columns: readonly Since[] }> => {
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
    columns: columns.map((_, i) => ({
      values: number(1 + 3 * i),
      outside: number(2 + 3 * i),
      sum: number(3 + 3 * i),
    })),
  };
};

/**
 * Compares rows that are later than what the scaler was fitted to with that.
 *
 * @param partitions those with such rows; others may be left out
 */
export const readOutgrown = async (
  partitions: readonly FeaturePartition[],
  fitted: Fitted,
): Promise<Outgrown> => {
  let rows = 0;
  let totals = fitted.columns.map((): Since => ({ values: 0, outside: 0, sum: 0 }));
  if (totals.length > 0)
    for (const partition of inCanonicalOrder(partitions)) {
      const here = await sinceIn(partition, fitted);
      rows += here.rows;
      totals = totals.map((sofar, i) => ({
        values: sofar.values + (here.columns[i]?.values ?? 0),
        outside: sofar.outside + (here.columns[i]?.outside ?? 0),
        sum: sofar.sum + (here.columns[i]?.sum ?? 0),
      }));
    }
  const [values, outside] = [
    totals.reduce((sum, one) => sum + one.values, 0),
    totals.reduce((sum, one) => sum + one.outside, 0),
  ];
  const columns = totals.flatMap((since, i): OutgrownColumn[] => {
    const column = fitted.columns[i];
    if (column === undefined || since.values === 0) return [];
    const { name, mean, deviation } = column;
    const share = digits(since.outside / since.values);
    if (deviation === 0) return [{ name, outside: share }];
    return [{ name, outside: share, shift: digits((since.sum / since.values - mean) / deviation) }];
  });
  const worst = columns.toSorted(
    (a, b) => b.outside - a.outside || Math.abs(b.shift ?? 0) - Math.abs(a.shift ?? 0),
  );
  return { rows, outside: digits(values === 0 ? 0 : outside / values), columns: worst.slice(0, SHOWN) };
};
