import { EXPECTED, INTERVAL_LENGTH, JITTER } from '@wattline/features';
import { durationMs, type Spec } from '@wattline/spec';
import pl, { type Expr, type LazyDataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../columns.ts';
import { integer } from '../polars/integer.ts';
import { entityColumn } from './entity-column.ts';
import { epochMs } from './local-time.ts';
import { readingStep } from './reading-step.ts';

const START = 'start of the interval';
const LENGTH = 'length of the interval';
const FROM = 'from';
const LAST = 'last reading before';
const STEP = 'step';
const OWN = 'expected where the step changes';

/** How many readings come until `to`, from one that came at `since` on: that one counts, one due at `to` does not. */
const readingsUntil = (to: Expr, since: Expr, step: Expr): Expr =>
  to.sub(since).cast(pl.Float64).div(step).sub(pl.lit(JITTER)).ceil();

/**
 * When the readings of each entity begin to come by another step: `from` (ms), the last reading before it, and the
 * step. The first of each entity holds from the beginning of time on.
 *
 * Takes readings with a step each, sorted by (entity, `event_timestamp`).
 */
const stepChanges = (spec: Spec, readings: LazyDataFrame): LazyDataFrame => {
  const entity = pl.col(entityColumn(spec));
  const [step, at] = [pl.col(STEP), pl.col(FROM)];
  const counted = readingStep(spec, 'each').clip(1, durationMs(spec.interval)).cast(pl.Int64);
  const isNew = entity.neq(entity.shift(1)).fillNull(pl.lit(true));
  const last = pl.when(isNew).then(pl.lit(null)).otherwise(at.shift(1)).cast(pl.Int64);
  return readings
    .select(entity, epochMs(pl.col(EVENT_TIMESTAMP)).alias(FROM), counted.alias(STEP))
    .withColumn(last.alias(LAST))
    .filter(isNew.or(step.neq(step.shift(1))))
    .withColumn(
      pl
        .when(pl.col(LAST).isNull())
        .then(integer(Number.MIN_SAFE_INTEGER))
        .otherwise(at)
        .cast(pl.Int64)
        .alias(FROM),
    );
};

/** What intervals in which a step changes should have: as many as come by each of their steps while it holds. */
const expectedAtChanges = (
  changes: LazyDataFrame,
  intervals: LazyDataFrame,
  entity: string,
): LazyDataFrame => {
  const [from, start] = [pl.col(FROM), pl.col(START)];
  const end = start.add(pl.col(LENGTH));
  const ofBefore = (column: Expr): Expr => column.shift(1).over(entity);
  const [before, since, until] = [pl.col('step before'), pl.col('since'), pl.col('until')];
  const lower = pl.when(since.gt(start)).then(since).otherwise(start);
  const last = pl.col(LAST);
  const tail = readingsUntil(from, last, before).sub(readingsUntil(lower, last, before));
  const isLast = until.isNull().or(until.gtEq(end));
  const head = pl
    .when(isLast)
    .then(readingsUntil(end, from, pl.col(STEP)))
    .otherwise(pl.lit(0));
  return changes
    .withColumns(
      ofBefore(pl.col(STEP)).alias('step before'),
      ofBefore(from).alias('since'),
      from.shift(-1).over(entity).alias('until'),
    )
    .filter(last.isNotNull())
    .sort(FROM)
    .joinAsof(intervals, { leftOn: FROM, rightOn: START, strategy: 'backward', coalesce: false })
    .filter(from.gt(start))
    .withColumn(tail.add(head).cast(pl.Int64).alias(OWN))
    .groupBy([entity, START], true)
    .agg(pl.col(OWN).sum());
};

/**
 * Gives each interval of a grid the number of readings that its entity should have then: by the step that was in force,
 * and where that changes within the interval, by each while it holds.
 *
 * @param readings with a step each, sorted by (entity, `event_timestamp`)
 * @param calendar the intervals of the grid
 */
export const withOwnExpected =
  (spec: Spec, readings: LazyDataFrame, calendar: LazyDataFrame) =>
  async (grid: LazyDataFrame): Promise<LazyDataFrame> => {
    const entity = entityColumn(spec);
    const changes = await stepChanges(spec, readings).collect();
    const start = epochMs(pl.col(EVENT_TIMESTAMP)).alias(START);
    const intervals = calendar.select(start, pl.col(INTERVAL_LENGTH).alias(LENGTH)).sort(START);
    const within = expectedAtChanges(changes.lazy(), intervals, entity);
    const usual = pl.col(INTERVAL_LENGTH).cast(pl.Float64).div(pl.col(STEP)).round(0).cast(pl.Int64);
    const own = pl.when(pl.col(OWN).isNull()).then(usual).otherwise(pl.col(OWN));
    const one = integer(1);
    return grid
      .withColumn(start)
      .joinAsof(changes.lazy().select(pl.col([entity, FROM, STEP])), {
        leftOn: START,
        rightOn: FROM,
        by: entity,
        strategy: 'backward',
        checkSortedness: false,
      })
      .join(within, { on: [entity, START], how: 'left', maintainOrder: 'left' })
      .withColumn(pl.when(own.gt(one)).then(own).otherwise(one).cast(pl.Int64).alias(EXPECTED))
      .drop([START, STEP, OWN]);
  };
