export { aggregatedNamed } from './aggregated-named.ts';
export { AVAILABLE_AT, availableAfterMs } from './available-at.ts';
export { Column } from './column.ts';
export {
  requireAggregated,
  requireUnique,
  requireWholeInterval,
  requireWholeIntervals,
} from './columns-option.ts';
export { contextOf, plainSources } from './context.ts';
export type { AddIssue, Availability, ColumnDraft, Dtype, Lookback, LooksAt, Value } from './definition.ts';
export { familyPage } from './describe.ts';
export { calendarMonths, Duration, durationMs, intervalsIn } from './duration.ts';
export { CalendarField, CyclicalField } from './families/calendar/options.ts';
export { fillFrame } from './families/gaps/fill-frame.ts';
export { fillSeries } from './families/gaps/fill-series.ts';
export { type Filling, measured, reachOf } from './families/gaps/fillings.ts';
export {
  datasetOf,
  type JoinedColumn,
  joinedColumns,
  takenColumns,
  withinOf,
} from './families/joins/joined-columns.ts';
export { nearestOf, type Place } from './families/joins/nearest.ts';
export type { Join, Joins } from './families/joins/options.ts';
export { columnsNotSpread } from './families/values/aggregated.ts';
export {
  checkFamilies,
  type FeatureSpec,
  families,
  familiesMadeOf,
  familyKeys,
  familySchemas,
  fillingsIn,
  folderOf,
  orderedColumns,
  usedFamilies,
} from './families.ts';
export {
  type Frame,
  type Lookup,
  type QuantileAcross,
  quoted,
  type RollingQuantile,
  type Running,
  type Shift,
  type SqlColumn,
  sqlDouble,
  type Transformation,
} from './frame.ts';
export * from './internal-columns.ts';
export { intervalAnchor, intervalRuns } from './intervals/interval-runs.ts';
export { monthIndex, monthRuns, monthStart, type OffsetsIn } from './intervals/months.ts';
export type { IntervalRuns, Span } from './intervals/span.ts';
export { Aggregation } from './kinds/aggregation.ts';
export { type KindKey, kindKeys, kindOf, kinds } from './kinds/kinds.ts';
export { DECLARED_TURN, LOW, NEAR_ZERO, registerTurns } from './kinds/register/turns.ts';
export { type AmountSpan, JITTER, SHARE_DIGITS, settledUntil, sharesIn } from './kinds/spans.ts';
export { provideHolidays } from './local/holidays.ts';
export { maxLookback } from './max-lookback.ts';
export { type Interval, orNull, ownRow, type Readings, type RowsBack, type Series } from './online.ts';
export type { Aggregate, Amount } from './readings-plan.ts';
export { shiftName, stepsSql } from './shift.ts';
export { isTimeless, NO_TIME } from './timeless.ts';
export type { FamilyColumn, FamilyKey, UsedFamily } from './used-family.ts';
