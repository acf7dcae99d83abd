import type { Value } from '../../definition.ts';
import { cellAt, cellsOf, type Series } from '../../online.ts';
import type { ExpandingColumn, ExpandingStatistic } from './columns.ts';

/** What is known of a column's values before a row. */
interface Known {
  readonly count: number;
  readonly mean: number;
  readonly squares: number;
  readonly least: number;
  readonly greatest: number;
}

const knownOf = (series: Series, column: string, row: number): Known => {
  const cells = cellsOf(series, column);
  let count = 0;
  let first = 0;
  let sum = 0;
  let squares = 0;
  let least = Number.POSITIVE_INFINITY;
  let greatest = Number.NEGATIVE_INFINITY;
  for (let i = series.first; i < row; i += 1) {
    const value = cellAt(series, cells, i);
    if (Number.isNaN(value)) continue;
    if (count === 0) first = value;
    const above = value - first;
    if (count > 0) {
      const delta = above - sum / count;
      squares += (delta * delta * count) / (count + 1);
    }
    count += 1;
    sum += above;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return { count, mean: first + sum / count, squares, least, greatest };
};

const statistics: Readonly<Record<ExpandingStatistic, (known: Known) => Value>> = {
  mean: ({ count, mean }) => (count > 0 ? mean : null),
  min: ({ count, least }) => (count > 0 ? least : null),
  max: ({ count, greatest }) => (count > 0 ? greatest : null),
  std: ({ count, squares }) => (count > 1 ? Math.sqrt(squares / (count - 1)) : null),
  count: ({ count }) => count,
};

export const onlineExpanding =
  (columns: readonly ExpandingColumn[]): ((series: Series, row: number) => Value[]) =>
  (series, row) =>
    columns.flatMap(({ of, results }) => {
      const known = knownOf(series, of.name, row);
      return results.map(({ statistic }) => statistics[statistic](known));
    });
