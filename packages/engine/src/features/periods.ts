import { INTERVAL_INDEX, INTERVAL_LOCAL } from '@wattline/features';
import type { Spec } from '@wattline/spec';
import pl, { type DataFrame } from 'nodejs-polars';

/** The intervals of one partition period. */
export interface Period {
  /** A local year (`2017`), month (`2017-03`) or day (`2017-03-31`). */
  readonly period: string;
  /** Interval indices of the calendar, both within. */
  readonly first: number;
  readonly last: number;
}

const formats = { year: '%Y', month: '%Y-%m', day: '%Y-%m-%d' } as const;

/** Cuts a calendar into partition periods, by the local start of its intervals. In order. */
export const splitPeriods =
  (spec: Pick<Spec, 'partition'>) =>
  (calendar: DataFrame): Period[] => {
    const index = pl.col(INTERVAL_INDEX).cast(pl.Float64);
    const format = formats[spec.partition.period];
    const frame = calendar
      .lazy()
      .withColumn(pl.col(INTERVAL_LOCAL).dt.strftime(format).alias('period'))
      .groupBy(['period'], true)
      .agg(index.min().alias('first'), index.max().alias('last'))
      .sort('first')
      .collectSync();
    return frame.rows().map(([period, first, last]) => ({
      period: String(period),
      first: Number(first),
      last: Number(last),
    }));
  };
