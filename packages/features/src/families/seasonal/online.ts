import type { Value } from '../../definition.ts';
import { stepsFrom } from '../../going-back.ts';
import { cellAt, cellsOf, type Series } from '../../online.ts';
import { quantileOf, sortValues } from '../../windows/quantile.ts';
import type { Season } from './columns.ts';
import type { SeasonalStatistic } from './options.ts';

/** Of values, some NaN, of which so many are there. */
type Statistic = (values: Float64Array, count: number) => Value;

const leastOf = (values: Float64Array): number => {
  let least = Number.POSITIVE_INFINITY;
  for (const value of values) if (value < least) least = value;
  return least;
};

const meanOf = (values: Float64Array, count: number): number => {
  const least = leastOf(values);
  let above = 0;
  for (const value of values) if (!Number.isNaN(value)) above += value - least;
  return least + above / count;
};

const statistics: Readonly<Record<SeasonalStatistic, Statistic>> = {
  mean: meanOf,
  min: leastOf,
  max: (values) => {
    let most = Number.NEGATIVE_INFINITY;
    for (const value of values) if (value > most) most = value;
    return most;
  },
  std: (values, count) => {
    if (count < 2) return null;
    const mean = meanOf(values, count);
    let squares = 0;
    for (const value of values) if (!Number.isNaN(value)) squares += (value - mean) * (value - mean);
    return Math.sqrt(squares / (count - 1));
  },
  median: (values) => {
    const sorted = new Float64Array(values.length);
    return quantileOf(sorted, sortValues(values, sorted), 0.5);
  },
};

export const onlineSeasonal = (seasons: readonly Season[]): ((series: Series, row: number) => Value[]) => {
  const all = seasons.map(({ of, backs, results }) => ({
    source: of.name,
    backs,
    values: new Float64Array(backs.length),
    made: results.map(({ statistic }) => statistics[statistic]),
  }));
  return (series, row) =>
    all.flatMap(({ source, backs, values, made }) => {
      const cells = cellsOf(series, source);
      let count = 0;
      for (const [i, back] of backs.entries()) {
        const steps = stepsFrom(back, series, row);
        const cell = steps === undefined ? Number.NaN : cellAt(series, cells, row - steps);
        values[i] = cell;
        if (!Number.isNaN(cell)) count += 1;
      }
      return made.map((statistic) => (count === 0 ? null : statistic(values, count)));
    });
};
