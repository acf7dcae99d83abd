import { READING_STEP } from '@wattline/features';
import pl, { type DataFrame, type Expr } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../../columns.ts';
import { CODE, LINE } from '../read/fields.ts';
import { epochMs, fromEpochMs, wholeMs } from '../times/local-time.ts';
import { withOwnSteps } from './own-steps.ts';

/**
 * Timestamps that name the end of their interval, taken back to its start: each by its own step, since the time
 * between readings may differ from series to series, and change. `candidates` are the times that occur for a while, in
 * ms; after a gap, the next reading's step holds. Rows stay in the order of the file.
 */
export const toIntervalStarts = async (
  rows: DataFrame,
  candidates: readonly number[],
  usual: number,
): Promise<DataFrame> => {
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
