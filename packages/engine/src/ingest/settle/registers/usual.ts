import pl, { type DataFrame, type Expr } from 'nodejs-polars';
import { RANK } from '../deduplicate.ts';
import { AT, LEVEL, neighbour } from './levels.ts';

const RISE = '__rise';
const RATE = '__rate';
const RISES = 'rises';
const USUAL_RISE = 'usual rise';
const USUAL_RATE = 'usual rate';

/** Fewer steps show nothing that is usual. */
const FEWEST = 3;

/** So many times what is usual is no consumption. */
const JUMP = 100;
/** So many times what is usual may be consumption. */
const PLAUSIBLE = 3;

/** What few rises exceed is no consumption where it is so many times what many do: the few are jumps. */
const FAR = 1000;

/** Of the rises of an entity that which few exceed: the fewer there are, the less an unusual one may weigh. */
const fewExceed = (column: string): Expr => {
  const below = (share: number): Expr => pl.col(column).quantile(share, 'lower');
  const [most, more, many] = [below(0.99), below(0.95), below(0.75)];
  const isNear = (rise: Expr): Expr => rise.ltEq(many.mul(pl.lit(FAR)));
  return pl
    .when(pl.len().gtEq(300).and(isNear(most)))
    .then(most)
    .when(pl.len().gtEq(30).and(isNear(more)))
    .then(more)
    .otherwise(many);
};

/** Levels with what their entity usually counts from one reading to the next, and in a ms. */
export const withUsual = async (levels: DataFrame): Promise<DataFrame> => {
  const usual = levels
    .lazy()
    .select(
      pl.col(RANK),
      pl.col(LEVEL).sub(neighbour(LEVEL, 1)).alias(RISE),
      pl.col(AT).sub(neighbour(AT, 1)).alias('dt'),
    )
    .filter(pl.col(RISE).gt(0))
    .withColumn(pl.col(RISE).div(pl.col('dt')).alias(RATE))
    .groupBy([RANK])
    .agg(
      pl.len().cast(pl.Float64).alias(RISES),
      fewExceed(RISE).alias(USUAL_RISE),
      fewExceed(RATE).alias(USUAL_RATE),
    );
  return levels.lazy().join(usual, { on: RANK, how: 'left', maintainOrder: 'left' }).collect();
};

const isKnown = pl.col(RISES).gtEq(FEWEST).fillNull(pl.lit(false));

/** Whether an amount in a time (ms) is more than so many times what is usual, and so is its rate. */
const exceeds = (amount: Expr, time: Expr, times: number): Expr =>
  amount
    .gt(pl.col(USUAL_RISE).mul(pl.lit(times)))
    .and(amount.div(time).gt(pl.col(USUAL_RATE).mul(pl.lit(times))));

/** Whether an amount in a time is no consumption: by what a spec says, else by what is usual. */
export const isJump = (amount: Expr, time: Expr, mostPerHour: number | undefined): Expr =>
  mostPerHour === undefined
    ? isKnown.and(exceeds(amount, time, JUMP))
    : amount.gt(time.mul(pl.lit(mostPerHour / 3_600_000)));

/** Whether an amount in a time is like others, as far as others show it. */
export const isPlausible = (amount: Expr, time: Expr, times = PLAUSIBLE): Expr =>
  isKnown.and(exceeds(amount, time, times).not());

/** Whether an amount is like others from one reading to the next, however long that was. */
export const isUsualRise = (amount: Expr): Expr =>
  isKnown.and(amount.ltEq(pl.col(USUAL_RISE).mul(pl.lit(PLAUSIBLE))));

export const hasUsual = isKnown;
