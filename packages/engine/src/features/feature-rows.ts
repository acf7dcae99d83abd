import {
  AVAILABLE_AT,
  availableAfterMs,
  familiesMadeOf,
  fillFrame,
  fillingsIn,
  INTERVAL_INDEX,
  INTERVAL_LENGTH,
  measured,
  POSITION,
} from '@wattline/features';
import type { Spec } from '@wattline/spec';
import pl, { type DataFrame, type Expr, type LazyDataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../columns.ts';
import { integer } from '../polars/integer.ts';
import { planFrame } from '../polars/plan-frame.ts';
import { entityColumn, featureEntity } from './entity-column.ts';
import { featureColumns } from './feature-columns.ts';
import { completeGrid, observedOnly } from './grid.ts';
import { epochMs, utcDatetime } from './local-time.ts';
import { warmupIntervals } from './lookback.ts';
import { wallClock } from './wall-clock.ts';

const IS_WARM = 'has its history';

type PlanStep = (plan: LazyDataFrame) => LazyDataFrame;

/** Aggregated intervals on a complete grid, with all that features are made of. */
export const gridOf =
  (spec: Spec) =>
  (intervals: LazyDataFrame, calendar: LazyDataFrame, beyond?: LazyDataFrame): LazyDataFrame => {
    const by = [...new Set(familiesMadeOf('series', spec).flatMap((family) => family.wallClock))];
    return completeGrid(spec)(intervals, wallClock({ by })(calendar), beyond);
  };

/** The end of a row's interval in elapsed time, and as much later as its readings are. */
const availableAt = (spec: Spec): Expr => {
  const start = epochMs(pl.col(EVENT_TIMESTAMP));
  const end = start.add(pl.col(INTERVAL_LENGTH));
  return utcDatetime(end.add(integer(availableAfterMs(spec)))).alias(AVAILABLE_AT);
};

/** A complete grid → feature rows, in the order of their columns. A step back in time is a row back, by entity. */
const featuresPlan = (spec: Spec): PlanStep => {
  const families = familiesMadeOf('series', spec);
  const fillings = fillingsIn(spec);
  const filled = new Set(fillings.map(({ name }) => name));
  const columns = featureColumns(spec);
  const names = columns.map(({ name }) => name);
  // Labels are what was measured.
  const labels = columns.filter(({ name, role }) => role === 'target' && filled.has(name));
  const entity = featureEntity(spec);
  const made = new Map([
    [entity, pl.col(entityColumn(spec)).alias(entity)],
    [AVAILABLE_AT, availableAt(spec)],
    ...labels.map(({ name }): [string, Expr] => [name, pl.col(measured(name)).alias(name)]),
  ]);
  const stepsOver = (rows: 'all' | 'kept'): PlanStep[] =>
    families
      .filter((family) => family.rows === rows)
      .map((family) => {
        const apply = family.apply();
        return (plan) => apply(planFrame(plan)).plan;
      });
  const isDropped = spec.warmup === 'drop';
  // Rows of `grid: observed` are counted anew.
  const isWarm = pl
    .col(POSITION)
    .gtEq(integer(warmupIntervals(spec)))
    .alias(IS_WARM);
  const steps: PlanStep[] = [
    (plan) => fillFrame(fillings)(planFrame(plan)).plan,
    ...stepsOver('all'),
    ...(isDropped ? [(plan: LazyDataFrame) => plan.withColumn(isWarm)] : []),
    ...(spec.grid === 'observed' ? [observedOnly(spec)] : []),
    ...stepsOver('kept'),
    ...(isDropped ? [(plan: LazyDataFrame) => plan.filter(pl.col(IS_WARM))] : []),
    (plan) => plan.select(names.map((name) => made.get(name) ?? pl.col(name))),
  ];
  return (grid) => steps.reduce((plan, step) => step(plan), grid);
};

/** Whether all rows are of one interval: columns that come from its calendar have one value then. */
const isOneInterval = (grid: DataFrame): boolean => {
  const index = pl.col(INTERVAL_INDEX);
  const [first, last] = grid.select(index.min().alias('first'), index.max().alias('last')).row(0);
  return first === last;
};

/**
 * The feature rows of a complete grid, or of a part of one with its history.
 *
 * Rows of one interval come twice meanwhile: Polars divides by a column that it made of one value by way of its
 * inverse, and the last bits of a row must not depend on what others there are.
 */
export const featureRows = (spec: Spec): ((grid: DataFrame) => Promise<DataFrame>) => {
  const features = featuresPlan(spec);
  return async (grid) => {
    if (!isOneInterval(grid)) return await features(grid.lazy()).collect();
    const both = await features(pl.concat([grid, grid]).lazy()).collect();
    return both.head(both.height / 2);
  };
};
