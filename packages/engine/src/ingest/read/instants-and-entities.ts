import pl, { type DataFrame, type LazyDataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../../columns.ts';
import { parseTimes } from '../times/parse-times.ts';
import type { Context } from './context.ts';
import { BUCKET, CODE, entityField, timeField } from './fields.ts';

const notNull = pl.col('raw').isNotNull();

/** Adds times and entity codes to rows; `sound` is false where one of them is missing or cannot be read. */
export const withInstantsAndEntities = async (
  frame: DataFrame,
  { layout, entities, time }: Context,
): Promise<{ frame: LazyDataFrame; sound: boolean }> => {
  const timed = frame.lazy().withColumn(timeField(layout).alias('__time'));
  const distinctTimes = timed.select(pl.col('__time').unique().alias('raw')).collect();
  const key = entityField(layout);
  const distinctEntities =
    key === undefined ? undefined : frame.lazy().select(key.unique().alias('raw')).collect();
  const allTimes = await distinctTimes;
  const times = await parseTimes(await allTimes.lazy().filter(notNull).collect(), time);
  const withTimes = timed.join(times.lazy(), {
    leftOn: '__time',
    rightOn: 'raw',
    how: 'left',
    maintainOrder: 'left',
  });
  const timesSound =
    allTimes.getColumn('raw').nullCount() === 0 && times.getColumn(EVENT_TIMESTAMP).nullCount() === 0;
  if (distinctEntities === undefined || key === undefined) {
    const constant = pl.lit(0).cast(pl.UInt32);
    const only = withTimes.withColumns(constant.alias(CODE), constant.alias(BUCKET));
    return { frame: only, sound: timesSound };
  }
  const { table, missing } = entities.look((await distinctEntities).getColumn('raw').toArray());
  const all = withTimes
    .withColumn(key.alias('__entity'))
    .join(table.lazy(), { leftOn: '__entity', rightOn: 'raw', how: 'left', maintainOrder: 'left' });
  return { frame: all, sound: timesSound && !missing };
};
