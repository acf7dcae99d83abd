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

/** The offset at `from`, the beginning of a day in UTC, and each change after it, up to `to`. */
const offsetsBetween = (zone: string, from: number, to: number): ClockOffset[] => {
  const days = changes(zone, eachDay(from, to));
  const [start] = offsetsIn(days.head(1));
  if (start === undefined) return [];
  if (days.height === 1) return [start];
  // All days in one plan: a day's first minute has the offset of the last one of the day before it.
  const [, ...exact] = offsetsIn(changes(zone, eachMinuteBefore(days.tail(days.height - 1))));
  return [start, ...exact];
};

/** Not `Date.UTC`, to which the year 24 is 1924. */
const yearBegin = (year: number): number => new Date(0).setUTCFullYear(year, 0, 1);

/** What a zone's offsets are in years that were asked for: the one that a year begins with, and its changes. */
const knownYears = new Map<string, Map<number, readonly ClockOffset[]>>();

const knownYearsOf = (zone: string): Map<number, readonly ClockOffset[]> => {
  const known = knownYears.get(zone) ?? new Map<number, readonly ClockOffset[]>();
  knownYears.set(zone, known);
  return known;
};

/** Of all years from `first` to `last`; those that are not known are asked for at once. */
const offsetsOfYears = (zone: string, first: number, last: number): readonly (readonly ClockOffset[])[] => {
  const known = knownYearsOf(zone);
  const years = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const missing = years.filter((year) => !known.has(year));
  const [begin, end] = [missing[0], missing.at(-1)];
  if (begin !== undefined && end !== undefined) {
    const found = offsetsBetween(zone, yearBegin(begin), yearBegin(end + 1));
    let held = 0;
    for (let year = begin; year <= end; year += 1) {
      const [from, until] = [yearBegin(year), yearBegin(year + 1)];
      while ((found[held + 1]?.from ?? Number.POSITIVE_INFINITY) <= from) held += 1;
      const inYear = found.filter((one) => one.from > from && one.from < until);
      known.set(year, [{ from, offset: found[held]?.offset ?? 0 }, ...inYear]);
    }
  }
  return years.map((year) => known.get(year) ?? []);
};

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
  const yearOf = (at: number): number => new Date(at).getUTCFullYear();
  const all = offsetsOfYears(zone, yearOf(first), yearOf(Math.max(first, to))).flat();
  const start = all.findLast((one) => one.from <= first);
  if (start === undefined) return [];
  const later: ClockOffset[] = [];
  let { offset } = start;
  for (const one of all) {
    // A year begins with the offset of the one before it, most often.
    if (one.from > first && one.from <= to && one.offset !== offset) later.push(one);
    if (one.from > first) offset = one.offset;
  }
  return [{ from: first, offset: start.offset }, ...later];
};
