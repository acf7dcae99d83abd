import { type ClockOffset, fixedOffsetMs } from '@wattline/time-zones';
import pl, { type DataFrame, type LazyDataFrame } from 'nodejs-polars';
import { integer } from '../polars/integer.ts';
import { localMs } from './local-time.ts';

const minute = 60_000;
const day = 86_400_000;

/** Instants `at` where the zone's offset differs from that of the row before; the first row always. */
const changes = (zone: string, instants: LazyDataFrame): DataFrame => {
  const at = pl.col('at');
  const offset = pl.col('offset');
  return instants
    .withColumn(localMs(zone)(at).sub(at).alias('offset'))
    .filter(offset.neq(offset.shift(1)).fillNull(pl.lit(true)))
    .collectSync();
};

const eachDay = (from: number, to: number): LazyDataFrame =>
  pl
    .DataFrame({ at: pl.intRange({ start: from, end: to + day, step: day, dtype: pl.Int64, eager: true }) })
    .lazy();

/** Every minute of the days before these. */
const eachMinuteBefore = (days: DataFrame): LazyDataFrame => {
  const at = pl.col('at');
  const minutes = pl.intRanges(at.sub(integer(day)), at.add(integer(minute)), minute);
  return days.lazy().select(minutes.alias('at')).explode('at');
};

const offsetsIn = (frame: DataFrame): ClockOffset[] =>
  frame
    .select(pl.col('at').cast(pl.Float64), pl.col('offset').cast(pl.Float64))
    .rows()
    .map(([at, offset]) => ({ from: Number(at), offset: Number(offset) }));

/**
 * The zone's offsets in a span of instants (ms since 1970), in order, exact to the minute.
 *
 * The first entry holds from the span's start on. Two changes within one day count as one. By Polars' zone data, as
 * readings are: that of the runtime may be of another year.
 */
export const clockOffsets = (zone: string, from: number, to: number): ClockOffset[] => {
  const fixed = fixedOffsetMs(zone);
  if (fixed !== undefined) return [{ from, offset: fixed }];
  const first = Math.floor(from / day) * day;
  const days = changes(zone, eachDay(first, to));
  const [start] = offsetsIn(days.head(1));
  if (start === undefined) return [];
  if (days.height === 1) return [start];
  // All days in one plan: a day's first minute has the offset of the last one of the day before it.
  const [, ...exact] = offsetsIn(changes(zone, eachMinuteBefore(days.tail(days.height - 1))));
  return [start, ...exact].filter(({ from: at }) => at <= to);
};
