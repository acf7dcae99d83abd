import { type Duration, durationMs } from './duration.ts';

/** What the checks between a spec's keys look at. */
interface Content {
  readonly time: { readonly column: string | readonly string[]; readonly cadence?: Duration | undefined };
  readonly entity?: string | undefined;
  readonly values: Readonly<Record<string, { readonly aggregate: readonly string[] }>>;
  readonly categories: Readonly<Record<string, { readonly vocabulary: readonly string[] }>>;
  readonly drop: readonly string[];
  readonly interval: Duration;
  readonly calendar: {
    readonly fields: readonly string[];
    readonly cyclical: readonly string[];
    readonly holidays?: unknown;
  };
  readonly lags: { readonly by: readonly Duration[]; readonly columns: 'all' | readonly string[] };
  readonly rolling: {
    readonly windows: readonly Duration[];
    readonly statistics: readonly string[];
    readonly columns: 'all' | readonly string[];
  };
  readonly differences: { readonly over: readonly Duration[]; readonly columns: 'all' | readonly string[] };
  readonly target: readonly string[];
}

type Path = readonly (string | number)[];
/** Takes one thing that is wrong: where, what, and what to do about it. */
export type Complain = (path: Path, message: string, remedy: string) => void;

const eachOnce = <T>(
  path: Path,
  items: readonly T[],
  complain: Complain,
  same: (item: T) => unknown,
): void => {
  const seen = new Set<unknown>();
  for (const [index, item] of items.entries()) {
    if (seen.has(same(item))) {
      complain([...path, index], `${String(item)} stands here twice`, 'remove one of the two');
    }
    seen.add(same(item));
  }
};

/** Every raw column has one role. */
const oneRoleEach = (spec: Content, complain: Complain): void => {
  const role = new Map<string, string>();
  const claim = (column: string, as: string, path: Path): void => {
    const before = role.get(column);
    if (before !== undefined) {
      complain(path, `column '${column}' is ${before} already`, 'give the column one role');
    }
    role.set(column, as);
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

const wholeIntervals = (
  spec: Content,
  path: Path,
  durations: readonly Duration[],
  complain: Complain,
): void => {
  eachOnce(path, durations, complain, durationMs);
  for (const [index, duration] of durations.entries()) {
    if (durationMs(duration) % durationMs(spec.interval) !== 0) {
      complain(
        [...path, index],
        `${duration} is not a whole number of intervals of ${spec.interval}`,
        `write a multiple of ${spec.interval}, or change interval`,
      );
    }
  }
};

const knownColumns = (
  aggregated: ReadonlySet<string>,
  path: Path,
  columns: 'all' | readonly string[],
  complain: Complain,
): void => {
  if (columns === 'all') {
    return;
  }
  eachOnce(path, columns, complain, (column) => column);
  const names = [...aggregated];
  const list = names.length > 12 ? `${names.slice(0, 12).join(', ')}, …` : names.join(', ');
  for (const [index, column] of columns.entries()) {
    if (!aggregated.has(column)) {
      complain([...path, index], `'${column}' is not an aggregated column`, `write one of ${list}`);
    }
  }
};

/** The columns that aggregation makes of the values: `COLUMN_AGGREGATION`. */
const aggregatedColumns = (values: Content['values']): string[] =>
  Object.entries(values).flatMap(([column, { aggregate }]) => aggregate.map((how) => `${column}_${how}`));

/** What no single key can tell: columns named twice, lags that fall between rows, targets that nothing makes. */
export const checkConsistency = (spec: Content, complain: Complain): void => {
  if (Object.keys(spec.values).length === 0) {
    complain(['values'], 'names no column', 'name at least one column to make features of');
  }
  oneRoleEach(spec, complain);
  if (spec.entity === 'event_timestamp') {
    complain(['entity'], 'event_timestamp is a name of our own', 'rename the column in the file');
  }
  if (spec.time.cadence !== undefined && durationMs(spec.time.cadence) > durationMs(spec.interval)) {
    complain(
      ['interval'],
      `${spec.interval} is shorter than time.cadence (${spec.time.cadence})`,
      `write interval: ${spec.time.cadence} or longer`,
    );
  }
  for (const [column, { aggregate }] of Object.entries(spec.values)) {
    eachOnce(['values', column, 'aggregate'], aggregate, complain, (how) => how);
  }
  for (const [column, { vocabulary }] of Object.entries(spec.categories)) {
    eachOnce(['categories', column, 'vocabulary'], vocabulary, complain, (word) => word);
  }
  eachOnce(['calendar', 'fields'], spec.calendar.fields, complain, (field) => field);
  eachOnce(['calendar', 'cyclical'], spec.calendar.cyclical, complain, (field) => field);
  if (spec.calendar.fields.includes('IsHoliday') && spec.calendar.holidays === undefined) {
    complain(
      ['calendar', 'fields'],
      'IsHoliday needs to know whose holidays',
      'add calendar.holidays with a country, for example {country: MA}',
    );
  }
  if (spec.calendar.holidays !== undefined && !spec.calendar.fields.includes('IsHoliday')) {
    complain(
      ['calendar', 'holidays'],
      'marks nothing while calendar.fields lacks IsHoliday',
      'add IsHoliday to calendar.fields, or remove calendar.holidays',
    );
  }
  wholeIntervals(spec, ['lags', 'by'], spec.lags.by, complain);
  wholeIntervals(spec, ['rolling', 'windows'], spec.rolling.windows, complain);
  wholeIntervals(spec, ['differences', 'over'], spec.differences.over, complain);
  eachOnce(['rolling', 'statistics'], spec.rolling.statistics, complain, (statistic) => statistic);
  const aggregated = new Set(aggregatedColumns(spec.values));
  knownColumns(aggregated, ['lags', 'columns'], spec.lags.columns, complain);
  knownColumns(aggregated, ['rolling', 'columns'], spec.rolling.columns, complain);
  knownColumns(aggregated, ['differences', 'columns'], spec.differences.columns, complain);
  knownColumns(aggregated, ['target'], spec.target, complain);
};
