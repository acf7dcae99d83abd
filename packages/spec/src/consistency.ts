import {
  type AddIssue,
  aggregatedNamed,
  calendarMonths,
  checkFamilies,
  columnsNotSpread,
  contextOf,
  durationMs,
  type FeatureSpec,
  isTimeless,
  joinedColumns,
  requireAggregated,
  requireWholeInterval,
  requireWholeIntervals,
} from '@wattline/features';
import type { z } from 'zod';
import { requireEncodings } from './encodings-consistency.ts';
import type { Encodings } from './encodings-section.ts';
import type { Split } from './split-section.ts';
import { horizonsOf, type Target, targetColumns } from './target-section.ts';

/** What the checks between a spec's keys look at. */
interface Content extends FeatureSpec {
  readonly time: FeatureSpec['time'] & { readonly column: string | readonly string[] };
  readonly entity?: string | undefined;
  readonly layout?: { readonly series?: unknown; readonly wide?: unknown } | undefined;
  readonly drop: readonly string[];
  readonly target: Target;
  readonly split: z.output<typeof Split>;
  readonly encodings?: Encodings | undefined;
  readonly scaling: { readonly method: string; readonly by?: 'entity' | undefined };
  readonly training?: { readonly refit: string } | undefined;
}

/** Every raw column has one role. */
const requireOneRole = (spec: Content, addIssue: AddIssue): void => {
  const roles = new Map<string, string>();
  const claim = (column: string, role: string, path: readonly (string | number)[]): void => {
    const before = roles.get(column);
    if (before !== undefined) {
      addIssue(path, `column '${column}' is ${before} already`, 'give the column one role');
    }
    roles.set(column, role);
  };
  const time = typeof spec.time.column === 'string' ? [spec.time.column] : spec.time.column;
  for (const column of time) {
    claim(column, 'the time column', ['time', 'column']);
  }
  for (const column of spec.entity?.split(' + ') ?? []) {
    claim(column, 'the entity', ['entity']);
  }
  for (const column of Object.keys(spec.values)) {
    claim(column, 'one of the values', ['values', column]);
  }
  for (const column of Object.keys(spec.categories)) {
    claim(column, 'one of the categories', ['categories', column]);
  }
  for (const [index, column] of spec.drop.entries()) {
    claim(column, 'dropped', ['drop', index]);
  }
};

/** What is to be predicted is not known before. */
const requireUnknownTargets = (spec: Content, addIssue: AddIssue): void => {
  const context = contextOf(spec);
  const sources = new Set(targetColumns(spec).map((name) => aggregatedNamed(context, name)?.source));
  for (const source of sources) {
    if (source !== undefined && (spec.values[source]?.known ?? 'past') !== 'past') {
      addIssue(
        ['values', source, 'known'],
        `'${source}' is what target predicts, so it is not known before`,
        'remove known, or predict another column',
      );
    }
  }
};

/** What is joined is neither in the file nor to be predicted. */
const requireJoinedApart = (spec: Content, addIssue: AddIssue): void => {
  const joined = joinedColumns(spec.joins);
  const own = new Set([...Object.keys(spec.values), ...Object.keys(spec.categories)]);
  for (const { source, join } of joined)
    if (own.has(source))
      addIssue(
        ['joins', join],
        `the file has a column '${source}', as this would be called`,
        'give the join another name',
      );
  const names = new Set(joined.flatMap(({ name, written }) => [name, written]));
  for (const name of targetColumns(spec))
    if (names.has(name))
      addIssue(['target'], `'${name}' is of another dataset`, 'predict a column of this one');
};

const STILL: ReadonlySet<string> = new Set(['mean', 'min', 'max', 'first', 'last']);

/** What never changes is the same however many readings say it. */
const requireStill = (spec: Content, addIssue: AddIssue): void => {
  for (const [column, { known, kind, aggregate }] of Object.entries(spec.values)) {
    if (known !== 'static') continue;
    const moving = kind === undefined ? aggregate.find((one) => !STILL.has(one)) : undefined;
    if (kind === undefined && moving === undefined) continue;
    addIssue(
      ['values', column, 'known'],
      `'${column}' is said to be static, and ${moving === undefined ? `a ${kind} changes` : `its ${moving} changes with how many readings an interval has`}`,
      'remove known, or aggregate it by mean, min, max, first or last',
    );
  }
};

/** Intervals shorter than the time between readings have none, unless what readings say is spread over that time. */
const requireReadingsInIntervals = (spec: Content, addIssue: AddIssue): void => {
  const { cadence } = spec.time;
  if (cadence === undefined || durationMs(cadence) <= durationMs(spec.interval)) return;
  const left = columnsNotSpread(spec);
  if (left.length === 0) return;
  addIssue(
    ['interval'],
    `${spec.interval} is shorter than time.cadence (${cadence}), and only sums of registers and totals are spread over shorter intervals: not ${left.slice(0, 5).join(', ')}`,
    `write interval: ${cadence} or longer`,
  );
};

/** Intervals of the calendar begin with its years. */
const requireCalendarInterval = ({ interval }: Content, addIssue: AddIssue): void => {
  const months = calendarMonths(interval);
  if (months !== undefined && 12 % months !== 0) {
    addIssue(
      ['interval'],
      `years are no whole number of intervals of ${interval}`,
      'write one of 1mo, 2mo, 1q, 4mo, 6mo, 1y',
    );
  }
};

/** Seasons are counted in intervals, too, and have a length where they are asked for. */
const requirePeriod = (
  { as, period }: NonNullable<ReturnType<typeof horizonsOf>>,
  context: ReturnType<typeof contextOf>,
  addIssue: AddIssue,
): void => {
  if (period !== undefined) requireWholeInterval(['target', 'period'], period, context, addIssue);
  if (as === 'seasonal-difference' && period === undefined)
    addIssue(
      ['target', 'as'],
      'a seasonal difference needs to know how long a season is',
      'write period: 24h, or 7d, beside it',
    );
  if (as !== 'seasonal-difference' && period !== undefined)
    addIssue(
      ['target', 'period'],
      `a label as ${as} has no season`,
      'remove period, or write as: seasonal-difference',
    );
};

/** Horizons are counted in intervals, as lags are. */
const requireHorizons = (spec: Content, addIssue: AddIssue): void => {
  const context = contextOf(spec);
  const ahead = horizonsOf(spec);
  requireAggregated(
    ahead === undefined ? ['target'] : ['target', 'columns'],
    targetColumns(spec),
    context,
    addIssue,
  );
  if (ahead === undefined) return;
  requireWholeIntervals(['target', 'horizons'], ahead.horizons, context, addIssue);
  if (ahead.gap !== undefined) requireWholeInterval(['target', 'gap'], ahead.gap, context, addIssue);
  requirePeriod(ahead, context, addIssue);
};

/** Entities are scaled by themselves where there are some. */
const requireScaledEntities = ({ scaling, entity }: Content, addIssue: AddIssue): void => {
  if (scaling.by === undefined) return;
  if (entity === undefined)
    addIssue(
      ['scaling', 'by'],
      'the spec names no entity, so there is but one to be scaled',
      'write entity, or remove by',
    );
  if (scaling.method === 'none')
    addIssue(
      ['scaling', 'by'],
      'nothing is scaled by method none',
      'write method: minmax, standard or robust, or remove by',
    );
};

/** Folds are counted in intervals, too. */
const requireFolds = (spec: Content, addIssue: AddIssue): void => {
  const { folds } = spec.split;
  if (folds === undefined) return;
  const context = contextOf(spec);
  for (const key of ['test', 'step', 'gap'] as const) {
    const duration = folds[key];
    if (duration !== undefined) requireWholeInterval(['split', 'folds', key], duration, context, addIssue);
  }
};

/** What is fitted anew with each version has no scaler that stays. */
const requireRefit = (spec: Content, addIssue: AddIssue): void => {
  if (spec.training === undefined || spec.training.refit === 'always') return;
  const anew = [
    ...(horizonsOf(spec) === undefined ? [] : [{ key: 'target', what: 'horizons' }]),
    ...(spec.split.folds === undefined ? [] : [{ key: 'split', what: 'folds' }]),
  ];
  if (anew.length === 0) return;
  addIssue(
    ['training', 'refit'],
    `training sets of ${anew.map(({ what }) => what).join(' and ')} are made anew for each version, so their scalers do not stay`,
    `write training.refit: always, or ${anew.map(({ key, what }) => `${key} without ${what}`).join(' and ')}`,
  );
};

/** Rows of no time are of entities. */
const requireEntityOfAttributes = (spec: Content, addIssue: AddIssue): void => {
  if (!isTimeless(spec)) return;
  if (spec.entity === undefined)
    addIssue(
      ['entity'],
      'is missing: without times, each row is of an entity',
      'write entity: and the column that says whose row it is, for example entity: meter',
    );
  const { fields } = spec.calendar;
  if (fields.length > 0 || spec.lags.by.length > 0)
    addIssue(['time', 'column'], 'names no column', 'write time: none where rows are of no time');
};

/** What no single key can say: columns with two roles, lags that fall between rows, targets that nothing makes. */
export const checkConsistency = (spec: Content, addIssue: AddIssue): void => {
  requireOneRole(spec, addIssue);
  if (spec.entity === 'event_timestamp') {
    addIssue(['entity'], 'event_timestamp is a name of our own', 'rename the column in the file');
  }
  requireEntityOfAttributes(spec, addIssue);
  requireReadingsInIntervals(spec, addIssue);
  requireCalendarInterval(spec, addIssue);
  if (spec.layout?.series !== undefined && spec.entity === undefined) {
    addIssue(
      ['layout', 'series'],
      'series side by side need a name for what they are',
      'write entity: meter, or another name that no column of the file has',
    );
  }
  if (spec.layout?.series !== undefined && spec.layout.wide !== undefined) {
    addIssue(['layout'], 'rows are days or have series side by side, not both', 'keep wide or series');
  }
  checkFamilies(spec, addIssue);
  requireHorizons(spec, addIssue);
  requireFolds(spec, addIssue);
  requireRefit(spec, addIssue);
  requireEncodings(spec, addIssue);
  requireScaledEntities(spec, addIssue);
  requireUnknownTargets(spec, addIssue);
  requireJoinedApart(spec, addIssue);
  requireStill(spec, addIssue);
};
