import pl, { type DataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../columns.ts';
import { epochMs } from '../features/local-time.ts';
import { integer } from '../polars/integer.ts';
import type { ReadingPeriod } from './reading-periods.ts';

/** Readings by period, in their order. Periods without readings are left out; `periods` hold all of them. */
export const splitReadings = async (
  readings: DataFrame,
  periods: readonly ReadingPeriod[],
): Promise<{ period: string; rows: DataFrame }[]> => {
  const [only, ...others] = periods;
  if (only !== undefined && others.length === 0) return [{ period: only.period, rows: readings }];
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
