import pl, { type DataFrame, type Expr, type LazyDataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../../columns.ts';
import type { StepCount } from './cadence.ts';

/** Where a bucket has as many different ones or more, they are not all listed. */
export const MOST_STEPS = 1000;
/** Of all readings: where the commonest step has fewer, and there are too many to list, near ones are counted together. */
const COMMON = 0.25;

/** Steps to a hundredth of a second, a tenth, a second or a minute, the longer the coarser. */
const rounded = (step: Expr): Expr => {
  const to = (unit: number): Expr => step.cast(pl.Float64).div(unit).round(0).mul(unit).cast(pl.Int64);
  return pl
    .when(step.lt(1000))
    .then(to(10))
    .when(step.lt(60_000))
    .then(to(100))
    .when(step.lt(3_600_000))
    .then(to(1000))
    .otherwise(to(60_000));
};

/** How often each time between consecutive readings of one series occurs. Takes rows sorted by (`by`, time). */
export const stepsOf = async (rows: DataFrame, by: string): Promise<StepCount[]> => {
  const time = pl.col(EVENT_TIMESTAMP).cast(pl.Int64);
  const step = pl.col('step');
  const again = step.eq(step.shift(1)).fillNull(pl.lit(false));
  const before = pl.col('again');
  const each = rows
    .lazy()
    .select(
      pl
        .when(pl.col(by).eq(pl.col(by).shift(1)))
        .then(time.sub(time.shift(1)))
        .otherwise(pl.lit(null).cast(pl.Int64))
        .alias('step'),
    )
    .withColumn(again.alias('again'))
    .withColumn(before.and(before.shift(1)).and(before.shift(2)).alias('fourth'))
    .filter(step.gt(0));
  const tallied = (plan: LazyDataFrame): Promise<DataFrame> =>
    plan
      .groupBy(['step'])
      .agg(pl.len().alias('count'), pl.col(['again', 'fourth']).sum())
      .sort([pl.col('count'), step], [true, false])
      .limit(MOST_STEPS)
      .collect();
  const exact = await tallied(each);
  const most = Number(exact.getColumn('count').max() ?? 0);
  const isSpread = exact.height === MOST_STEPS && most < rows.height * COMMON;
  const steps = isSpread ? await tallied(each.withColumn(rounded(step).alias('step'))) : exact;
  const column = (name: string): number[] => steps.getColumn(name).toArray().map(Number);
  const [counts, onEnd, fourth] = [column('count'), column('again'), column('fourth')];
  return column('step').map((ms, i) => ({
    ms,
    count: counts[i] ?? 0,
    onEnd: onEnd[i] ?? 0,
    fourth: fourth[i] ?? 0,
  }));
};
