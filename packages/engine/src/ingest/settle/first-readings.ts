import type { Spec } from '@wattline/spec';
import pl, { type DataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../../columns.ts';

/** When each value column that has gaps has its first reading, ms; of finished readings. */
export const firstReadings = async (
  rows: DataFrame,
  values: readonly string[],
): Promise<Map<string, number>> => {
  const time = pl.col(EVENT_TIMESTAMP).cast(pl.Int64);
  const gappy = values.filter((name) => rows.getColumn(name).nullCount() > 0);
  if (gappy.length === 0) {
    return new Map();
  }
  const found = await rows
    .lazy()
    .select(...gappy.map((name) => time.filter(pl.col(name).isNotNull()).min().cast(pl.Float64).alias(name)))
    .collect();
  return new Map(
    gappy.map((name) => {
      const [first]: unknown[] = found.getColumn(name).toArray();
      return [name, typeof first === 'number' ? first : Number.POSITIVE_INFINITY];
    }),
  );
};

/** Where training ends: a share of the time, or the instant that the spec names. */
const trainingEnd = ({ split }: Spec, from: number, to: number): number =>
  'train' in split ? from + split.train * (to - from) : Date.parse(split.validationFrom);

/** Columns that have no reading while training goes on: nothing to fit a scale to. */
export const lateColumns = (
  first: ReadonlyMap<string, number>,
  spec: Spec,
  from: number,
  to: number,
): string[] => [...first].filter(([, at]) => at > trainingEnd(spec, from, to)).map(([name]) => name);
