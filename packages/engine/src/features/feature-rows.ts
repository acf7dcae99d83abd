import type { Spec } from '@wattline/spec';
import pl, { type LazyDataFrame } from 'nodejs-polars';
import { aggregateIntervals } from './aggregations.ts';
import { coverage } from './coverage.ts';
import { differences } from './differences.ts';
import { featureColumns } from './feature-columns.ts';
import { completeGrid, observedOnly } from './grid.ts';
import { lags } from './lags.ts';
import { plannedFeatures } from './planned-features.ts';
import { rolling } from './rolling.ts';
import { wallClock, wallSteps } from './wall-clock.ts';

type Transformation = (frame: LazyDataFrame) => LazyDataFrame;

/** Aggregated intervals on a complete grid, with all that features are made of. */
export const gridOf =
  (spec: Spec) =>
  (intervals: LazyDataFrame, calendar: LazyDataFrame): LazyDataFrame =>
    completeGrid(spec)(
      intervals,
      spec.lags.clock === 'wall' ? wallClock({ by: spec.lags.by })(calendar) : calendar,
    );

/** A complete grid → feature rows, in the order of their columns. A step back in time is a row back, by entity. */
export const featuresOf = (spec: Spec): Transformation => {
  const planned = plannedFeatures(spec);
  const names = featureColumns(spec).map(({ name }) => name);
  const { clock, fill } = spec.lags;
  const lagging = lags({
    fill,
    lags: planned.lags.map(({ name, of, by, steps }) => ({
      name,
      column: of.name,
      steps: clock === 'wall' ? { column: wallSteps(by) } : steps,
    })),
  });
  const byTime: Transformation[] = [
    rolling({ windows: planned.rolling.map((window) => ({ ...window, column: window.of.name })) }),
    differences({ differences: planned.differences.map((some) => ({ ...some, column: some.of.name })) }),
  ];
  const observed: Transformation[] = spec.grid === 'observed' ? [observedOnly(spec)] : [];
  const steps: Transformation[] = [
    ...(spec.coverage ? [coverage()] : []),
    ...byTime,
    ...(clock === 'rows' ? [...observed, lagging] : [lagging, ...observed]),
    (frame) => frame.select(pl.col(names)),
  ];
  return (grid) => steps.reduce((frame, step) => step(frame), grid);
};

/** Readings with their row features, and the calendar of their intervals → feature rows, sorted by (entity, `event_timestamp`). */
export const aggregateReadings =
  (spec: Spec) =>
  (rows: LazyDataFrame, calendar: LazyDataFrame): LazyDataFrame =>
    featuresOf(spec)(gridOf(spec)(aggregateIntervals(spec)(rows).cache(), calendar));
