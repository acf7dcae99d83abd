import {
  type AddIssue,
  aggregatedNamed,
  calendarMonths,
  checkFamilies,
  columnsNotSpread,
  contextOf,
  durationMs,
  type FeatureSpec,
  requireAggregated,
} from '@wattline/features';

/** What the checks between a spec's keys look at. */
interface Content extends FeatureSpec {
  readonly time: FeatureSpec['time'] & { readonly column: string | readonly string[] };
  readonly entity?: string | undefined;
  readonly layout?: { readonly series?: unknown; readonly wide?: unknown } | undefined;
  readonly drop: readonly string[];
  readonly target: readonly string[];
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
  const sources = new Set(spec.target.map((name) => aggregatedNamed(context, name)?.source));
  for (const source of sources) {
    if (source !== undefined && spec.values[source]?.known === 'future') {
      addIssue(
        ['values', source, 'known'],
        `'${source}' is what target predicts, so it is not known before`,
        'remove known, or predict another column',
      );
    }
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

/** What no single key can say: columns with two roles, lags that fall between rows, targets that nothing makes. */
export const checkConsistency = (spec: Content, addIssue: AddIssue): void => {
  requireOneRole(spec, addIssue);
  if (spec.entity === 'event_timestamp') {
    addIssue(['entity'], 'event_timestamp is a name of our own', 'rename the column in the file');
  }
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
  requireAggregated(['target'], spec.target, contextOf(spec), addIssue);
  requireUnknownTargets(spec, addIssue);
};
