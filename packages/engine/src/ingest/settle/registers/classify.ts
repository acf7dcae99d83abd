import { DECLARED_TURN, LOW, NEAR_ZERO, registerTurns } from '@wattline/features';
import { durationMs } from '@wattline/spec';
import pl, { type DataFrame, type Expr } from 'nodejs-polars';
import { RANK } from '../deduplicate.ts';
import { AT, LEVEL, neighbour } from './levels.ts';
import { hasUsual, isJump, isPlausible, isUsualRise } from './usual.ts';

/** What became of a register between two readings, where it did not simply count. */
export type RegisterEvent = 'rolled-over' | 'reset' | 'exchanged' | 'gap';

/** What a spec says of a register. */
export interface RegisterOptions {
  readonly rollsOverAt?: number | undefined;
  readonly onReset?: 'from-zero' | 'unknown' | undefined;
  readonly onExchange?: 'unknown' | 'nothing' | undefined;
  readonly mostPerHour?: number | undefined;
  readonly bridge?: string | undefined;
}

export const COUNTED = '__counted';
export const EVENT = '__event';
export const BEFORE = '__before';
/** Where it began again at 0. */
export const TURN = '__turn';

const TIME = '__time';
const HIGHEST = '__highest';

const [level, before, time] = [pl.col(LEVEL), pl.col(BEFORE), pl.col(TIME)];
const nothing = pl.lit(null).cast(pl.Float64);

/** What a register counted that went through a turn. */
const through = (turn: number): Expr => level.add(pl.lit(turn)).sub(before);

const falls = level.lt(before);

/** Whether a fall is a turn at a number that the spec names. */
const isDeclaredTurn = (turn: number): Expr => {
  const near = before.gtEq(pl.lit(turn * 0.9)).and(level.ltEq(pl.lit(turn * 0.1)));
  return before.lt(pl.lit(turn)).and(
    pl
      .when(hasUsual)
      .then(isPlausible(through(turn), time, DECLARED_TURN))
      .otherwise(near),
  );
};

/** Whether a fall can only be a turn at a number: no level is above it, and what was counted then is like all else. */
const isProvenTurn = (turn: number): Expr =>
  pl
    .col(HIGHEST)
    .lt(pl.lit(turn))
    .and(isPlausible(through(turn), time));

const turnOf = ({ rollsOverAt }: RegisterOptions): Expr => {
  const number = (turn: number): Expr => pl.lit(turn).cast(pl.Float64);
  if (rollsOverAt !== undefined)
    return pl
      .when(falls.and(isDeclaredTurn(rollsOverAt)))
      .then(number(rollsOverAt))
      .otherwise(nothing);
  return registerTurns.reduceRight<Expr>(
    (otherwise, turn) =>
      pl
        .when(falls.and(isProvenTurn(turn)))
        .then(number(turn))
        .otherwise(otherwise),
    nothing,
  );
};

/** Whether a fall is one to 0, from which it counts on. */
const isReset = level.gtEq(0).and(
  level
    .ltEq(before.mul(pl.lit(NEAR_ZERO)))
    .or(isUsualRise(level))
    .or(level.ltEq(before.mul(pl.lit(LOW))).and(isPlausible(level, time))),
);

const named = (event: RegisterEvent): Expr => pl.lit(event);

/**
 * What a register counted from each reading to the next (null: unknown, or no reading before), and what happened.
 * Takes levels with what is usual beside them.
 */
export const classifySteps = (levels: DataFrame, options: RegisterOptions): Promise<DataFrame> => {
  const { onReset = 'from-zero', onExchange = 'unknown', mostPerHour, bridge } = options;
  const rise = level.sub(before);
  const isLong = bridge === undefined ? pl.lit(false) : time.gt(pl.lit(durationMs(bridge)));
  const isRise = level.gtEq(before);
  const event = pl
    .when(before.isNull())
    .then(pl.lit(null).cast(pl.String))
    .when(isLong)
    .then(named('gap'))
    .when(isRise.and(isJump(rise, time, mostPerHour)))
    .then(named('exchanged'))
    .when(isRise)
    .then(pl.lit(null).cast(pl.String))
    .when(pl.col(TURN).isNotNull())
    .then(named('rolled-over'))
    .when(isReset)
    .then(named('reset'))
    .otherwise(named('exchanged'));
  const is = (one: RegisterEvent): Expr => pl.col(EVENT).eq(named(one)).fillNull(pl.lit(false));
  const counted = pl
    .when(is('gap'))
    .then(nothing)
    .when(is('rolled-over'))
    .then(level.add(pl.col(TURN)).sub(before))
    .when(is('reset'))
    .then(onReset === 'from-zero' ? level : nothing)
    .when(is('exchanged'))
    .then(onExchange === 'nothing' ? pl.lit(0) : nothing)
    .otherwise(rise);
  return levels
    .lazy()
    .withColumns(
      neighbour(LEVEL, 1).alias(BEFORE),
      pl.col(AT).sub(neighbour(AT, 1)).alias(TIME),
      level.max().over(RANK).alias(HIGHEST),
    )
    .withColumn(turnOf(options).alias(TURN))
    .withColumn(event.alias(EVENT))
    .withColumn(counted.cast(pl.Float64).alias(COUNTED))
    .collect();
};
