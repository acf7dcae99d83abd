import { durationMs, type Spec } from '@wattline/spec';
import { intervalsIn, localBefore, type ReferenceInterval, referenceIntervals } from './local-clock.ts';
import { expectedByOwnSteps, toWhole } from './own-steps.ts';

export interface Reading {
  readonly entity: string;
  readonly at: number;
  /** Where series come each in their own way: the time until the next is due, ms. */
  readonly step?: number;
  readonly values: Readonly<Record<string, number | null>>;
  readonly words: Readonly<Record<string, string | null>>;
}

export type Cell = number | string | null;
export type FeatureRow = Record<string, Cell>;

const sum = (xs: readonly number[]) => xs.reduce((a, b) => a + b, 0);
const mean = (xs: readonly number[]) => (xs.length === 0 ? null : sum(xs) / xs.length);

const aggregate = (how: string, xs: readonly number[]): number | null => {
  const centre = mean(xs) ?? 0;
  switch (how) {
    case 'count':
      return xs.length;
    case 'mean':
      return mean(xs);
    case 'sum':
      return xs.length === 0 ? null : sum(xs);
    case 'min':
      return xs.length === 0 ? null : Math.min(...xs);
    case 'max':
      return xs.length === 0 ? null : Math.max(...xs);
    case 'std':
      return xs.length < 2 ? null : Math.sqrt(sum(xs.map((x) => (x - centre) ** 2)) / (xs.length - 1));
    case 'first':
      return xs[0] ?? null;
    default:
      return xs.at(-1) ?? null;
  }
};

const flag = (yes: boolean) => (yes ? 1 : 0);

/** The Monday of the week that January 4 is in: weeks of ISO 8601 are counted from it. */
const firstMonday = (year: number): number => {
  const fourth = Date.UTC(year, 0, 4);
  return fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * 86_400_000;
};

/** Number of the week that a local time is in, and how many weeks its year has. */
const weekOf = (local: number): [week: number, weeks: number] => {
  const near = new Date(local).getUTCFullYear();
  const year = [near + 1, near, near - 1].find((one) => firstMonday(one) <= local) ?? near;
  const week = 7 * 86_400_000;
  const start = firstMonday(year);
  return [Math.floor((local - start) / week) + 1, (firstMonday(year + 1) - start) / week];
};

/** Calendar columns of a local time, one after the other as a calendar on paper has them. */
const calendarOf = (spec: Spec, local: number): FeatureRow => {
  const date = new Date(local);
  const [year, month, hour] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCHours()];
  const weekday = (date.getUTCDay() + 6) % 7;
  const yearLength = (Date.UTC(year + 1, 0, 1) - Date.UTC(year, 0, 1)) / 86_400_000;
  const dayOfYear = Math.floor((local - Date.UTC(year, 0, 1)) / 86_400_000) + 1;
  const [week, weeks] = weekOf(local);
  const quarter = Math.ceil(month / 3);
  const north = ['Winter', 'Winter', 'Spring', 'Spring', 'Spring', 'Summer', 'Summer', 'Summer', 'Autumn'];
  const south = ['Summer', 'Summer', 'Autumn', 'Autumn', 'Autumn', 'Winter', 'Winter', 'Winter', 'Spring'];
  const names =
    spec.calendar.hemisphere === 'north'
      ? [...north, 'Autumn', 'Autumn', 'Winter']
      : [...south, 'Spring', 'Spring', 'Summer'];
  const row: FeatureRow = {
    Year: year,
    Month: month,
    Day: date.getUTCDate(),
    Hour: hour,
    Minute: date.getUTCMinutes(),
    Weekday: weekday,
    DayOfYear: dayOfYear,
    WeekOfYear: week,
    Quarter: quarter,
    IsWeekend: flag(weekday > 4),
  };
  const time = hour < 6 ? 'Night' : hour < 12 ? 'Morning' : hour < 18 ? 'Afternoon' : 'Evening';
  for (const value of ['Night', 'Morning', 'Afternoon', 'Evening'])
    row[`TimeOfDay_${value}`] = flag(value === time);
  for (const value of ['Winter', 'Spring', 'Summer', 'Autumn'])
    row[`Season_${value}`] = flag(value === names[month - 1]);
  const turns = {
    Minute: date.getUTCMinutes() / 60,
    Hour: hour / 24,
    Weekday: weekday / 7,
    Month: (month - 1) / 12,
    DayOfYear: (dayOfYear - 1) / yearLength,
    WeekOfYear: (week - 1) / weeks,
    Quarter: (quarter - 1) / 4,
  };
  for (const field of spec.calendar.cyclical) {
    row[`${field}_sin`] = Math.sin(2 * Math.PI * turns[field]);
    row[`${field}_cos`] = Math.cos(2 * Math.PI * turns[field]);
  }
  return row;
};

const number = (cell: Cell | undefined): number | null => (typeof cell === 'number' ? cell : null);

const aggregates = (spec: Spec, readings: readonly Reading[]): FeatureRow => {
  const row: FeatureRow = {};
  for (const [column, { aggregate: hows }] of Object.entries(spec.values)) {
    const xs = readings.flatMap(({ values }) => values[column] ?? []);
    for (const how of hows) row[`${column}_${how}`] = aggregate(how, xs);
  }
  for (const [column, { vocabulary, aggregate: how }] of Object.entries(spec.categories)) {
    for (const word of vocabulary)
      row[`${column}_${word}`] = aggregate(
        how,
        readings.map(({ words }) => flag(words[column] === word)),
      );
  }
  return row;
};

interface Line {
  readonly interval: ReferenceInterval;
  readonly readings: readonly Reading[];
  readonly row: FeatureRow;
}

/** How many readings an interval should have: by the steps of the series, or by the cadence of all. One at least. */
export const expectedIn = (
  spec: Spec,
  interval: { readonly start: number; readonly end: number },
  own: readonly Reading[],
): number => {
  const cadence = durationMs(spec.time.cadence ?? spec.interval);
  const steps = { usual: cadence, interval: durationMs(spec.interval) };
  const due = own.some(({ step }) => step !== undefined)
    ? expectedByOwnSteps(own, interval, steps)
    : toWhole((interval.end - interval.start) / cadence);
  return Math.max(1, due);
};

/** The line a lag points at; `i` counts a complete grid of the entity, or its lines with readings for the clock rows. */
const lagged = (spec: Spec, lines: readonly Line[], i: number, by: string): Line | undefined => {
  if (spec.lags.clock !== 'wall') return lines[i - intervalsIn(by, spec.interval)];
  const local = localBefore(lines[i]?.interval.local ?? 0, by);
  return lines.find(({ interval }) => interval.local === local);
};

const entityRows = (spec: Spec, entity: string, readings: readonly Reading[]): FeatureRow[] => {
  const times = readings.map(({ at }) => at);
  const back = (duration: string): number => intervalsIn(duration, spec.interval);
  const intervals = referenceIntervals(spec.time.zone, spec.interval, Math.min(...times), Math.max(...times));
  const lines: Line[] = intervals.map((interval) => {
    const here = readings.filter(({ at }) => at >= interval.start && at < interval.end);
    const expected = expectedIn(spec, interval, readings);
    const covered = {
      readings_present: here.length,
      readings_expected: expected,
      coverage: here.length / expected,
    };
    const row = {
      ...calendarOf(spec, interval.local),
      ...aggregates(spec, here),
      ...(spec.coverage ? covered : {}),
    };
    const available_at = interval.end + (spec.time.delay === undefined ? 0 : durationMs(spec.time.delay));
    return {
      interval,
      readings: here,
      row: { event_timestamp: interval.start, available_at, entity, ...row },
    };
  });
  const columns = Object.entries(spec.values).flatMap(([c, { aggregate: hows }]) =>
    hows.map((how) => `${c}_${how}`),
  );
  const observed = spec.grid === 'observed' ? lines.filter((line) => line.readings.length > 0) : lines;
  for (const [i, { row }] of lines.entries()) {
    for (const column of columns) {
      for (const window of spec.rolling.windows) {
        const before = lines.slice(Math.max(0, i - back(window)), i);
        const xs = before.flatMap((line) => number(line.row[column]) ?? []);
        for (const how of spec.rolling.statistics)
          row[`${column}_rolling${window}_${how}`] = aggregate(how, xs);
      }
      for (const over of spec.differences.over) {
        const [now, then] = [number(row[column]), number(lines[i - back(over)]?.row[column])];
        row[`${column}_diff${over}`] = now === null || then === null ? null : now - then;
      }
    }
  }
  const lagLines = spec.lags.clock === 'rows' ? observed : lines;
  for (const [i, { row }] of lagLines.entries()) {
    for (const column of columns)
      for (const by of spec.lags.by)
        row[`${column}_lag${by}`] =
          number(lagged(spec, lagLines, i, by)?.row[column]) ?? spec.lags.fill ?? null;
  }
  return observed.map(({ row }) => row);
};

/** Feature rows worked out plainly, for specs with wattline naming and an entity column called `entity`. */
export const referenceRows = (spec: Spec, readings: readonly Reading[]): FeatureRow[] =>
  [...Map.groupBy(readings, ({ entity }) => entity)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([entity, own]) =>
      entityRows(
        spec,
        entity,
        own.toSorted((a, b) => a.at - b.at),
      ),
    );
