import { cellAt, cellsOf, type Series } from '../../online.ts';
import { type Filling, measured } from './fillings.ts';

/**
 * The series with its columns filled, as `fillFrame` does it.
 *
 * @param from the first row of which it is asked for; until the row `until`, which is within
 */
export const fillSeries = (
  series: Series,
  fillings: readonly Filling[],
  { from, until }: { readonly from: number; readonly until: number },
): Series => {
  const columns: Record<string, ArrayLike<number>> = { ...series.columns };
  for (const { name, step, count, isLine } of fillings) {
    const cells = cellsOf(series, name);
    /** How many steps before a row the last value before it is; one more than `most` where it is further away. */
    const back = (row: number, most: number): number => {
      let steps = 1;
      while (steps <= most && Number.isNaN(cellAt(series, cells, row - steps * step))) steps += 1;
      return steps;
    };
    /** Of the line through the value of a row and the last one before it; flat where that is further away. */
    const slope = (row: number, most: number): number => {
      const between = back(row, most);
      if (between > most) return 0;
      return (cellAt(series, cells, row) - cellAt(series, cells, row - between)) / between;
    };
    const filled = new Float64Array(until + 1).fill(Number.NaN);
    for (let row = Math.max(from, series.first); row <= until; row += 1) {
      const own = cellAt(series, cells, row);
      if (!Number.isNaN(own)) {
        filled[row] = own;
        continue;
      }
      const since = back(row, count);
      if (since > count) continue;
      const last = cellAt(series, cells, row - since * step);
      filled[row] = isLine ? last + slope(row - since, count - since) * since : last;
    }
    columns[name] = filled;
    columns[measured(name)] = cells;
  }
  return { ...series, columns };
};
