import { INTERVAL_INDEX, INTERVAL_LOCAL, wallSteps } from '@wattline/features';
import { durationMs } from '@wattline/spec';
import pl, { type LazyDataFrame } from 'nodejs-polars';
import { integer } from '../polars/integer.ts';

/**
 * Adds to a calendar, for each duration, how many intervals before this one local clocks showed as much less
 * (Int64). The earlier of two where clocks showed it twice, null where they skipped it.
 */
export const wallClock =
  ({ by }: { readonly by: readonly string[] }) =>
  (calendar: LazyDataFrame): LazyDataFrame => {
    const local = pl.col(INTERVAL_LOCAL).cast(pl.Int64);
    return by.reduce((frame, duration) => {
      const source = calendar
        .select(
          local.add(integer(durationMs(duration))).alias('local'),
          pl.col(INTERVAL_INDEX).alias('source'),
        )
        .groupBy(['local'], true)
        .agg(pl.col('source').min());
      return frame
        .withColumn(local.alias('local'))
        .join(source, { on: 'local', how: 'left', maintainOrder: 'left' })
        .withColumn(pl.col(INTERVAL_INDEX).sub(pl.col('source')).alias(wallSteps(duration)))
        .drop(['local', 'source']);
    }, calendar);
  };
