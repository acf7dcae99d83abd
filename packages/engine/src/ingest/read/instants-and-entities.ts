import pl, { type DataFrame, type LazyDataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../../columns.ts';
import { parseTimes } from '../times/parse-times.ts';
import type { Context } from './context.ts';
import { BUCKET, CODE, entityField, field, ISSUED, PASS, passField, timeField, ZONE } from './fields.ts';
import type { Layout } from './layout.ts';
import { zoneTable } from './zones.ts';

/** The flag of a row goes before what its time says. */
const withPasses = (rows: LazyDataFrame, { pass, carried }: Layout): LazyDataFrame =>
  pass === undefined || !carried.includes(PASS) ? rows : rows.withColumn(passField(pass).alias(PASS));

/** Rows with the zone of each, where they have their own. */
const placed = async (
  rows: LazyDataFrame,
  { zones, carried }: Layout,
  sound: boolean,
): Promise<{ frame: LazyDataFrame; sound: boolean }> => {
  if (zones === undefined || !carried.includes(ZONE)) return { frame: rows, sound };
  const named = pl
    .col('index' in zones ? field(zones.index) : '__entity')
    .cast(pl.String)
    .str.strip();
  const frame = await rows.withColumn(named.alias('__zone_name')).collect();
  const names = frame.getColumn('__zone_name').unique().toArray();
  const table = zoneTable(names, zones);
  const unknown = names.length > table.height;
  return {
    frame: frame
      .lazy()
      .join(table.lazy(), { leftOn: '__zone_name', rightOn: 'raw', how: 'left', maintainOrder: 'left' }),
    sound: sound && !unknown,
  };
};

const notNull = pl.col('raw').isNotNull();

/** Rows with the instants at which they were issued, where a column says so. */
const withIssued = async (
  rows: DataFrame,
  { layout, time }: Context,
): Promise<{ frame: DataFrame; sound: boolean }> => {
  if (layout.issued === undefined) return { frame: rows, sound: true };
  const named = rows.lazy().withColumn(pl.col(field(layout.issued)).alias('__issued_raw'));
  const distinct = await named.select(pl.col('__issued_raw').unique().alias('raw')).collect();
  const read = await parseTimes(await distinct.lazy().filter(notNull).collect(), {
    ...time,
    format: time.issuedFormat ?? time.format,
    periods: [],
    hoursFromOne: false,
    clock: 'instant',
  });
  const times = read.lazy().select(pl.col('raw'), pl.col(EVENT_TIMESTAMP).alias(ISSUED));
  const frame = await named
    .join(times, { leftOn: '__issued_raw', rightOn: 'raw', how: 'left', maintainOrder: 'left' })
    .collect();
  return { frame, sound: frame.getColumn(ISSUED).nullCount() === 0 };
};

/** Adds times and entity codes to rows; `sound` is false where one of them is missing or cannot be read. */
export const withInstantsAndEntities = async (
  rows: DataFrame,
  context: Context,
): Promise<{ frame: LazyDataFrame; sound: boolean }> => {
  const { layout, entities, time } = context;
  const { frame, sound: issuedSound } = await withIssued(rows, context);
  const timed = frame.lazy().withColumn(timeField(layout).alias('__time'));
  const distinctTimes = timed.select(pl.col('__time').unique().alias('raw')).collect();
  const key = entityField(layout);
  const distinctEntities =
    key === undefined ? undefined : frame.lazy().select(key.unique().alias('raw')).collect();
  const allTimes = await distinctTimes;
  const times = await parseTimes(await allTimes.lazy().filter(notNull).collect(), time);
  const withTimes = withPasses(
    timed.join(times.lazy(), {
      leftOn: '__time',
      rightOn: 'raw',
      how: 'left',
      maintainOrder: 'left',
    }),
    layout,
  );
  const timesSound =
    allTimes.getColumn('raw').nullCount() === 0 && times.getColumn(EVENT_TIMESTAMP).nullCount() === 0;
  if (distinctEntities === undefined || key === undefined) {
    const constant = pl.lit(0).cast(pl.UInt32);
    const only = withTimes.withColumns(constant.alias(CODE), constant.alias(BUCKET));
    return placed(only, layout, timesSound && issuedSound);
  }
  const { table, missing } = entities.look((await distinctEntities).getColumn('raw').toArray());
  const all = withTimes
    .withColumn(key.alias('__entity'))
    .join(table.lazy(), { leftOn: '__entity', rightOn: 'raw', how: 'left', maintainOrder: 'left' });
  return placed(all, layout, timesSound && issuedSound && !missing);
};
