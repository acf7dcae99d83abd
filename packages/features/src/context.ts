import type { Duration } from './duration.ts';
import { fillingsOf, measured } from './families/gaps/fillings.ts';
import type { Gaps } from './families/gaps/options.ts';
import { joinedColumns } from './families/joins/joined-columns.ts';
import type { Joins } from './families/joins/options.ts';
import { aggregatedValues } from './families/values/aggregated.ts';
import type { ValuesOptions } from './families/values/options.ts';
import type { AggregatedColumn } from './kinds/aggregated-column.ts';
import { plainNames } from './names/plain-names.ts';
import type { Interval } from './online.ts';
import { isTimeless } from './timeless.ts';

/** `wattline`: of letters, digits and `_`; `as-written`: beginning as the file's columns are called. */
export type NamingStyle = 'wattline' | 'as-written' | 'ray-lab';

/** What a family may know of the rest of a spec. */
export interface FamilyContext {
  readonly interval: Duration;
  readonly zone: string;
  /** The time between two readings, where it is known. */
  readonly cadence: Duration | undefined;
  /** `own`: that of most readings; each series has its own, which may change. */
  readonly cadences: 'one' | 'own';
  readonly naming: NamingStyle;
  /** Whether rows are of no time: one for each entity. */
  readonly isTimeless: boolean;
  /** What columns of features call a column of readings. */
  readonly plainOf: (source: string) => string;
  /** The aggregated values, in the spec's order; behind them columns of other datasets. */
  readonly aggregated: readonly AggregatedColumn[];
  /** Where an aggregated column has what was measured alone: its own name, unless gaps in it are filled. */
  readonly measuredOf: (column: string) => string;
}

/** What the frame of a calendar holds. */
export interface CalendarSpan {
  /** First and last year of its local times, both within. */
  readonly localYears: readonly [number, number];
  /** Its intervals, in the order of its rows; made when they are first asked for. */
  readonly intervals: () => readonly Interval[];
}

/** Beside what families know, of one calendar. */
export type CalendarContext = FamilyContext & CalendarSpan;

/** The part of a spec that a context is made of. */
export interface SpecBase {
  readonly time: {
    /** None where rows are of no time. */
    readonly column?: string | readonly string[] | undefined;
    readonly zone: string;
    readonly cadence?: Duration | undefined;
    readonly cadences?: 'one' | 'own' | undefined;
  };
  readonly interval: Duration;
  readonly naming: NamingStyle;
  readonly entity?: string | undefined;
  readonly values: ValuesOptions;
  readonly gaps?: Gaps | undefined;
  readonly joins?: Joins | undefined;
  readonly categories: Readonly<Record<string, unknown>>;
}

/** What columns of features call the columns of readings: the entity's, values and categories. */
export const plainSources = ({
  naming,
  entity,
  values,
  categories,
}: Pick<SpecBase, 'naming' | 'entity' | 'values' | 'categories'>): ((source: string) => string) => {
  if (naming !== 'wattline') return (source) => source;
  // Each by themselves: a further column of values changes the name of no category.
  const all = [entity === undefined ? [] : [entity], Object.keys(values), Object.keys(categories)];
  const plain = new Map(all.flatMap((names) => [...plainNames(names)]));
  return (source) => plain.get(source) ?? source;
};

export const contextOf = (spec: SpecBase): FamilyContext => {
  const { time, interval, naming, values } = spec;
  const plainOf = plainSources(spec);
  const aggregated = [...aggregatedValues(values, plainOf, isTimeless(spec)), ...joinedColumns(spec.joins)];
  const filled = new Set(fillingsOf(spec.gaps, { interval, aggregated }).map(({ name }) => name));
  return {
    interval,
    zone: time.zone,
    cadence: time.cadence,
    cadences: time.cadences ?? 'one',
    naming,
    isTimeless: isTimeless(spec),
    plainOf,
    aggregated,
    measuredOf: (column) => (filled.has(column) ? measured(column) : column),
  };
};
