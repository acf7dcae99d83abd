import { READING_STEP } from '@wattline/features';
import pl, { type DataFrame, type Expr, type LazyDataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../../columns.ts';
import { epochMs, wholeMs } from '../times/local-time.ts';
import { stepRanges } from './step-candidates.ts';

const SEEN = '__seen';
const STEP = '__own';
const RUN = '__run';
const ID = '__id';
const SERIES = '__series';

const none = pl.lit(null).cast(pl.Int64);

/** A stretch of one step is one only where so many readings show it, by how many the series has. */
const FEWEST = 4;
const MOST = 12;
const SHARE = 0.05;
/** Of a step that is a multiple of the ones beside it, readings that are missing may be the reason: it has to last longer. */
const LONGER = 8;
/** A series of more changes has no steps that hold. */
const MOST_CHANGES = 64;

/** The candidate that a time between readings is about; null where it is about none. */
const about = (between: Expr, candidates: readonly number[]): Expr =>
  stepRanges(candidates).reduce<Expr>(
    (other, { ms, from, to }) =>
      pl
        .when(between.gt(pl.lit(from)).and(between.ltEq(pl.lit(to))))
        .then(wholeMs(ms))
        .otherwise(other),
    none,
  );

const differs = (...names: readonly string[]): Expr =>
  names
    .map((name) => pl.col(name).neq(pl.col(name).shift(1)))
    .reduce((a, b) => a.or(b))
    .fillNull(pl.lit(true));

const isMultiple = (step: Expr, of: Expr): Expr => step.gt(of).and(step.modulo(of).eq(wholeMs(0)));

/** Runs of one step, in order → those that hold: `__run` and its step. */
const holding = async (runs: DataFrame): Promise<DataFrame> => {
  const [step, support] = [pl.col(STEP), pl.col('support')];
  const needed = pl.col('rows').sum().over(SERIES).cast(pl.Float64).mul(SHARE).ceil().clip(FEWEST, MOST);
  const kept = await runs
    .lazy()
    .withColumn(needed.alias('needed'))
    .filter(
      step
        .isNotNull()
        .and(support.gtEq(pl.col('needed')))
        .and(support.mul(2).gtEq(pl.col('rows'))),
    )
    .withColumn(differs(SERIES, STEP).cumSum().alias(ID))
    .collect();
  const [before, after] = [pl.col('before'), pl.col('after')];
  const alike = await kept
    .lazy()
    .groupBy([ID], true)
    .agg(pl.col([SERIES, STEP, 'needed']).first(), support.sum())
    .withColumns(step.shift(1).over(SERIES).alias('before'), step.shift(-1).over(SERIES).alias('after'))
    .collect();
  const few = support.lt(pl.col('needed').mul(LONGER));
  const isGaps = isMultiple(step, before).and(before.eq(after)).and(few);
  const beside = pl.when(before.isNull()).then(after).otherwise(before);
  const isEdge = before.isNull().or(after.isNull());
  const isEdgeGaps = isEdge.and(isMultiple(step, beside)).and(support.lt(pl.lit(LONGER)));
  const held = alike
    .lazy()
    .filter(
      isGaps
        .fillNull(pl.lit(false))
        .or(isEdgeGaps.fillNull(pl.lit(false)))
        .not(),
    )
    .withColumn(pl.len().over(SERIES).alias('changes'))
    .filter(pl.col('changes').ltEq(pl.lit(MOST_CHANGES)))
    .select(ID);
  return await kept.lazy().join(held, { on: ID, how: 'semi' }).select(RUN, STEP).collect();
};

/**
 * Gives each reading the time that there is, as a rule, from it to the next one of its series (`next`), or from the one
 * before (`previous`), while readings come so: `reading_step_ms`. Jitter and gaps change nothing of it; it is null in a
 * series whose readings come as it happens.
 *
 * @param rows sorted by (`series`, `event_timestamp`)
 * @param candidates times between readings that the file has for a while, ms
 */
export const withOwnSteps = async (
  rows: LazyDataFrame,
  options: {
    readonly series: string;
    readonly candidates: readonly number[];
    readonly towards: 'next' | 'previous';
  },
): Promise<DataFrame> => {
  const { candidates, towards } = options;
  const [series, at] = [pl.col(options.series), epochMs(pl.col(EVENT_TIMESTAMP))];
  const by = towards === 'next' ? -1 : 1;
  const between = towards === 'next' ? at.shift(-1).sub(at) : at.sub(at.shift(1));
  const seen = pl
    .when(series.eq(series.shift(by)))
    .then(about(between, candidates))
    .otherwise(none);
  // In a gap the step holds on.
  const filled = (name: string): Expr =>
    towards === 'next'
      ? pl.col(name).forwardFill().over(options.series)
      : pl.col(name).backwardFill().over(options.series);
  const onEnd = pl
    .when(pl.col(SEEN).count().over(RUN).gt(pl.lit(2)))
    .then(pl.col(SEEN))
    .otherwise(none);
  const run = differs(options.series, STEP).cumSum().alias(RUN);
  const marked = await rows
    .withColumn(seen.alias(SEEN))
    .withColumn(filled(SEEN).alias(STEP))
    .withColumn(run)
    .withColumn(onEnd.alias(STEP))
    .withColumn(filled(STEP).alias(STEP))
    .withColumn(run)
    .collect();
  const runs = await marked
    .lazy()
    .groupBy([RUN], true)
    .agg(
      series.first().alias(SERIES),
      pl.col(STEP).first(),
      pl.col(SEEN).eq(pl.col(STEP)).sum().alias('support'),
      pl.len().alias('rows'),
    )
    .collect();
  const held = await holding(runs);
  return await marked
    .lazy()
    .drop([STEP, SEEN])
    .join(held.lazy(), { on: RUN, how: 'left', maintainOrder: 'left' })
    .withColumn(filled(STEP).alias(STEP))
    .withColumn(
      (towards === 'next'
        ? pl.col(STEP).backwardFill().over(options.series)
        : pl.col(STEP).forwardFill().over(options.series)
      ).alias(READING_STEP),
    )
    .drop([STEP, RUN])
    .collect();
};
