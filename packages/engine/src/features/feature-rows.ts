import { familiesMadeOf } from '@wattline/features';
import type { Spec } from '@wattline/spec';
import pl, { type LazyDataFrame } from 'nodejs-polars';
import { planFrame } from '../polars/plan-frame.ts';
import { featureColumns } from './feature-columns.ts';
import { completeGrid, observedOnly } from './grid.ts';
import { wallClock } from './wall-clock.ts';

type PlanStep = (plan: LazyDataFrame) => LazyDataFrame;

/** Aggregated intervals on a complete grid, with all that features are made of. */
export const gridOf =
  (spec: Spec) =>
  (intervals: LazyDataFrame, calendar: LazyDataFrame): LazyDataFrame => {
    const by = [...new Set(familiesMadeOf('series', spec).flatMap((family) => family.wallClock))];
    return completeGrid(spec)(intervals, wallClock({ by })(calendar));
  };

/** A complete grid → feature rows, in the order of their columns. A step back in time is a row back, by entity. */
export const featuresOf = (spec: Spec): PlanStep => {
  const families = familiesMadeOf('series', spec);
  const names = featureColumns(spec).map(({ name }) => name);
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
    (plan) => plan.select(pl.col(names)),
  ];
  return (grid) => steps.reduce((plan, step) => step(plan), grid);
};
