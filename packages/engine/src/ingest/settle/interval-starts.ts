import pl, { type DataFrame, type Expr } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../../columns.ts';
import { CODE, LINE } from '../read/fields.ts';
import { wholeMs } from '../times/local-time.ts';

const STEP = '__step';
const none = pl.lit(null).cast(pl.Int64);
const code = pl.col(CODE);
const step = pl.col(STEP);

const isOneOf = (value: Expr, numbers: readonly number[]): Expr =>
  numbers.map((number) => value.eq(wholeMs(number))).reduce((a, b) => a.or(b), pl.lit(false));

const sameAs = (neighbour: 1 | -1): Expr => code.eq(code.shift(neighbour)).fillNull(pl.lit(false));

/**
 * Timestamps that name the end of their interval, taken back to its start: each by its own step, since the time
 * between readings may change. `steps` are those that occur on end, in ms; after a gap, the next reading's step holds.
 * Rows stay in the order of the file.
 */
export const toIntervalStarts = (
  rows: DataFrame,
  steps: readonly number[],
  usual: number,
): Promise<DataFrame> => {
  const at = pl.col(EVENT_TIMESTAMP).cast(pl.Int64);
  if (steps.length < 2) {
    const shift = steps[0] ?? usual;
    return rows
      .lazy()
      .withColumn(at.sub(wholeMs(shift)).cast(pl.Datetime('ms')).alias(EVENT_TIMESTAMP))
      .collect();
  }
  const since = pl
    .when(sameAs(1))
    .then(at.sub(at.shift(1)))
    .otherwise(none);
  const own = pl.when(isOneOf(since, steps)).then(since).otherwise(none);
  const next = pl.when(sameAs(-1)).then(step.shift(-1)).otherwise(none);
  const filled = (expression: Expr): Expr => expression.forwardFill().over(CODE);
  return rows
    .lazy()
    .sort({ by: [CODE, EVENT_TIMESTAMP], maintainOrder: true })
    .withColumn(own.alias(STEP))
    .withColumn(pl.when(step.isNull()).then(next).otherwise(step).alias(STEP))
    .withColumn(filled(step).alias(STEP))
    .withColumn(step.backwardFill().over(CODE).alias(STEP))
    .withColumn(
      at
        .sub(step.fillNull(wholeMs(usual)))
        .cast(pl.Datetime('ms'))
        .alias(EVENT_TIMESTAMP),
    )
    .drop([STEP])
    .sort({ by: [LINE], maintainOrder: true })
    .collect();
};
