import { READING_STEP } from '@wattline/features';
import pl, { type DataFrame, type Expr } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../../columns.ts';
import { CODE, LINE } from '../read/fields.ts';
import { epochMs, fromEpochMs, shiftedInstant, toInstant, toWall, wholeMs } from '../times/local-time.ts';
import { withOwnSteps } from './own-steps.ts';

/** How long the intervals are of which timestamps name the end. */
export interface EndLabel {
  /** Times between readings that the file has for a while, ms. */
  readonly candidates: readonly number[];
  /** The usual one, ms. */
  readonly usual: number;
  /** So many months of the calendar, where readings come by these. */
  readonly months: number | undefined;
}

/** The first day of the months that end at a time, or with its day. */
const startOfMonths = (at: Expr, months: number, zone: string | undefined): Expr => {
  const before = fromEpochMs(epochMs(zone === undefined ? at : toWall(at, zone)).sub(wholeMs(1)));
  const start = before.dt.truncate(`${months}mo`);
  if (zone === undefined) return start;
  const zoned = { zone, ambiguous: 'earliest', nonexistent: 'shift' } as const;
  const instant = toInstant(start, zoned);
  return pl.when(instant.isNull()).then(shiftedInstant(start, zoned)).otherwise(instant);
};

/**
 * Timestamps that name the end of their interval, taken back to its start: each by its own step, since the time
 * between readings may differ from series to series, and change; after a gap, the next reading's step holds. Months of
 * the calendar begin with their first day by local clocks. Rows stay in the order of the file.
 *
 * @param zone whose clocks those are, where timestamps are instants; undefined where they are what clocks showed
 */
export const toIntervalStarts = async (
  rows: DataFrame,
  { candidates, usual, months }: EndLabel,
  zone: string | undefined,
): Promise<DataFrame> => {
  if (months !== undefined)
    return rows
      .lazy()
      .withColumn(startOfMonths(pl.col(EVENT_TIMESTAMP), months, zone).alias(EVENT_TIMESTAMP))
      .collect();
  const at = epochMs(pl.col(EVENT_TIMESTAMP));
  const takenBack = (by: Expr): Expr => fromEpochMs(at.sub(by)).alias(EVENT_TIMESTAMP);
  if (candidates.length < 2) {
    return rows
      .lazy()
      .withColumn(takenBack(wholeMs(usual)))
      .collect();
  }
  const sorted = rows.lazy().sort({ by: [CODE, EVENT_TIMESTAMP], maintainOrder: true });
  const stepped = await withOwnSteps(sorted, { series: CODE, candidates, towards: 'previous' });
  return stepped
    .lazy()
    .withColumn(takenBack(pl.col(READING_STEP).fillNull(wholeMs(usual))))
    .drop([READING_STEP])
    .sort({ by: [LINE], maintainOrder: true })
    .collect();
};
