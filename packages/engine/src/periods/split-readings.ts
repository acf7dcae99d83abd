import pl, { type DataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../columns.ts';
import { epochMs } from '../features/local-time.ts';
import { integer } from '../polars/integer.ts';
import type { ReadingPeriod } from './reading-periods.ts';

/** Of so few periods, each is filtered out of all readings. */
const FILTERED = 32;

const splitAtOnce = async (
  readings: DataFrame,
  periods: readonly ReadingPeriod[],
): Promise<{ period: string; rows: DataFrame }[]> => {
  const at = (
    await readings
      .lazy()
      .select(epochMs(pl.col(EVENT_TIMESTAMP)).cast(pl.Float64).alias('at'))
      .collect()
  )
    .getColumn('at')
    .toTypedArray() as Float64Array;
  let place = 0;
  const isBehind = (ms: number): boolean => ms >= (periods[place]?.until ?? Number.POSITIVE_INFINITY);
  const places = Int32Array.from(at, (ms) => {
    // From entity to entity time begins again.
    if (ms < (periods[place]?.from ?? 0)) place = 0;
    while (isBehind(ms)) place += 1;
    return place;
  });
  const PLACE = '__period';
  const parts = readings.withColumn(pl.Series(PLACE, places, pl.Int32)).partitionBy([PLACE], true);
  return parts
    .map((part) => ({ place: Number(part.getColumn(PLACE).get(0)), rows: part.drop(PLACE) }))
    .sort((a, b) => a.place - b.place)
    .map(({ place: number, rows }) => ({ period: periods[number]?.period ?? '', rows }));
};

/** Readings by period, in their order. Periods without readings are left out; `periods` hold all of them. */
export const splitReadings = async (
  readings: DataFrame,
  periods: readonly ReadingPeriod[],
): Promise<{ period: string; rows: DataFrame }[]> => {
  const [only, ...others] = periods;
  if (only !== undefined && others.length === 0) return [{ period: only.period, rows: readings }];
  if (periods.length > FILTERED) return splitAtOnce(readings, periods);
  const at = epochMs(pl.col(EVENT_TIMESTAMP));
  const split: { period: string; rows: DataFrame }[] = [];
  for (const { period, from, until } of periods) {
    const rows = await readings
      .lazy()
      .filter(at.gtEq(integer(from)).and(at.lt(integer(until))))
      .collect();
    if (rows.height > 0) split.push({ period, rows });
  }
  return split;
};
