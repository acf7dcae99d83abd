import { familiesMadeOf, INTERVAL_INDEX } from '@wattline/features';
import type { Spec } from '@wattline/spec';
import pl, { type DataFrame, type LazyDataFrame } from 'nodejs-polars';
import { planFrame } from '../polars/plan-frame.ts';
import { entityColumn, featureEntity } from './entity-column.ts';
import { featureColumns } from './feature-columns.ts';
import { completeGrid, observedOnly } from './grid.ts';
import { wallClock } from './wall-clock.ts';

type PlanStep = (plan: LazyDataFrame) => LazyDataFrame;

/** Aggregated intervals on a complete grid, with all that features are made of. */
export const gridOf =
  (spec: Spec) =>
  (intervals: LazyDataFrame, calendar: LazyDataFrame, beyond?: LazyDataFrame): LazyDataFrame => {
    const by = [...new Set(familiesMadeOf('series', spec).flatMap((family) => family.wallClock))];
    return completeGrid(spec)(intervals, wallClock({ by })(calendar), beyond);
  };

/** A complete grid → feature rows, in the order of their columns. A step back in time is a row back, by entity. */
const featuresPlan = (spec: Spec): PlanStep => {
  const families = familiesMadeOf('series', spec);
  const names = featureColumns(spec).map(({ name }) => name);
  const entity = featureEntity(spec);
  const own = pl.col(entityColumn(spec)).alias(entity);
  const stepsOver = (rows: 'all' | 'kept'): PlanStep[] =>
    families
      .filter((family) => family.rows === rows)
      .map((family) => {
        const apply = family.apply();
        return (plan) => apply(planFrame(plan)).plan;
      });
  const steps: PlanStep[] = [
    ...stepsOver('all'),
    ...(spec.grid === 'observed' ? [observedOnly(spec)] : []),
    ...stepsOver('kept'),
    (plan) => plan.select(names.map((name) => (name === entity ? own : pl.col(name)))),
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
