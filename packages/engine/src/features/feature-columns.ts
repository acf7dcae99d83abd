import { type CalendarField, durationMs, type Spec } from '@wattline/spec';
import { EVENT_TIMESTAMP } from '../columns.ts';
import { RejectedError } from '../errors.ts';
import {
  type AggregatedColumn,
  aggregatedCategories,
  aggregatedValues,
  type Dtype,
} from './aggregated-columns.ts';
import { COVERAGE, EXPECTED, PRESENT } from './coverage.ts';
import { waves } from './cyclical.ts';
import { internalColumns } from './internal-columns.ts';
import { type Naming, namingOf } from './naming.ts';
import { plannedFeatures } from './planned-features.ts';
import { entityColumn } from './row-features.ts';
import { seasons } from './season.ts';
import { timesOfDay } from './time-of-day.ts';

/** One column of the feature rows. */
export interface FeatureColumn {
  readonly name: string;
  readonly kind:
    | 'time'
    | 'entity'
    | 'calendar'
    | 'value'
    | 'one-hot'
    | 'cyclical'
    | 'holiday'
    | 'coverage'
    | 'lag'
    | 'rolling'
    | 'difference';
  readonly dtype: Dtype | 'String' | 'Datetime(ms, UTC)';
  /** The column of the readings that it was made of. */
  readonly source?: string;
  /** In words. */
  readonly from: string;
  /** withheld: told at the same time as a target by the same readings, so of no use to predict it. */
  readonly role: 'time' | 'entity' | 'feature' | 'target' | 'withheld';
}

type Drafted = Omit<FeatureColumn, 'role'>;

const dateFields = ['Year', 'Month', 'Day', 'Hour'] as const;

const calendarText: Readonly<Record<CalendarField, string>> = {
  Year: 'Year of the interval’s local start',
  Month: 'Month of the interval’s local start, 1 to 12',
  Day: 'Day of the month of the interval’s local start',
  Hour: 'Hour of the interval’s local start, 0 to 23',
  Weekday: 'Weekday of the interval’s local start, Monday 0 to Sunday 6',
  DayOfYear: 'Day of the year of the interval’s local start, from 1',
  IsWeekend: '1 on Saturday and Sunday, local time',
  TimeOfDay: '1 where the interval’s local start is in the',
  Season: '1 where the interval’s local start is in meteorological',
  IsHoliday: '1 on a public holiday, local time',
};

const calendarColumn = (field: CalendarField, name: string): Drafted => ({
  name,
  kind: field === 'IsHoliday' ? 'holiday' : 'calendar',
  dtype: 'Int64',
  from: calendarText[field],
});

const calendarValues = (spec: Spec, naming: Naming): Drafted[] => {
  const values = { TimeOfDay: timesOfDay, Season: seasons } as const;
  return (['TimeOfDay', 'Season'] as const)
    .filter((field) => spec.calendar.fields.includes(field))
    .flatMap((field) => {
      const list: readonly string[] = values[field];
      return (naming.alphabetical ? list.toSorted() : list).map((value) => ({
        name: naming.calendarValue(field, value),
        kind: 'one-hot' as const,
        dtype: 'Int64' as const,
        from: `${calendarText[field]} ${value.toLowerCase()}`,
      }));
    });
};

const calendar = (spec: Spec, naming: Naming) => {
  const has = (field: CalendarField) => spec.calendar.fields.includes(field);
  return {
    dates: dateFields.filter(has).map((field) => calendarColumn(field, naming.date(field))),
    others: (['Weekday', 'DayOfYear', 'IsWeekend'] as const)
      .filter(has)
      .map((field) => calendarColumn(field, naming.calendar(field))),
    cyclical: spec.calendar.cyclical.flatMap((field) =>
      waves.map(
        (wave): Drafted => ({
          name: naming.cyclical(field, wave),
          kind: 'cyclical',
          dtype: 'Float64',
          from: `${wave === 'sin' ? 'Sine' : 'Cosine'} of ${field} as an angle, local time`,
        }),
      ),
    ),
    holidays: has('IsHoliday') ? [calendarColumn('IsHoliday', naming.calendar('IsHoliday'))] : [],
  };
};

const aggregated = (column: AggregatedColumn, kind: 'value' | 'one-hot', from: string): Drafted => ({
  name: column.name,
  kind,
  dtype: column.dtype,
  source: column.source,
  from,
});

const coverageColumns = (spec: Spec): Drafted[] => {
  if (!spec.coverage) return [];
  const { cadence } = spec.time;
  if (cadence === undefined) {
    throw new RejectedError('UNKNOWN_CADENCE', 'Coverage needs the time between two readings', {
      remedy: 'Set time.cadence, for example 10m, or coverage: false',
    });
  }
  return [
    { name: PRESENT, kind: 'coverage', dtype: 'Int64', from: 'Readings in the interval' },
    {
      name: EXPECTED,
      kind: 'coverage',
      dtype: 'Int64',
      from: `Readings that the interval should have, one every ${cadence}`,
    },
    { name: COVERAGE, kind: 'coverage', dtype: 'Float64', from: 'readings_present / readings_expected' },
  ];
};

const clockText = { elapsed: 'before', wall: 'before by the local clock', rows: 'rows before' } as const;

const lookingBack = (spec: Spec) => {
  const planned = plannedFeatures(spec);
  const { clock, fill } = spec.lags;
  const lags = planned.lags.map(
    ({ name, of, by, steps }): Drafted => ({
      name,
      kind: 'lag',
      dtype: fill === undefined || Number.isInteger(fill) ? of.dtype : 'Float64',
      source: of.source,
      from:
        `${of.name} ${clock === 'rows' ? steps : by} ${clockText[clock]}` +
        (fill === undefined ? '' : `, ${fill} where there is none`),
    }),
  );
  const rolling = planned.rolling.map(
    ({ name, of, by, statistic }): Drafted => ({
      name,
      kind: 'rolling',
      dtype: statistic === 'min' || statistic === 'max' ? of.dtype : 'Float64',
      source: of.source,
      from: `${statistic} of ${of.name} over the ${by} before the interval`,
    }),
  );
  const differences = planned.differences.map(
    ({ name, of, by }): Drafted => ({
      name,
      kind: 'difference',
      dtype: of.dtype,
      source: of.source,
      from: `${of.name} minus ${of.name} ${by} before`,
    }),
  );
  return [...lags, ...rolling, ...differences];
};

const valuesInOrder = (spec: Spec, naming: Naming): Drafted[] => {
  const { dates, others, cyclical, holidays } = calendar(spec, naming);
  const values = aggregatedValues(spec).map((column) => {
    const cut = spec.values[column.source]?.truncate === true ? ', cut to whole numbers,' : '';
    return aggregated(
      column,
      'value',
      `${column.aggregation} of the interval’s readings of ${column.source}${cut}`.replace(/,$/, ''),
    );
  });
  const categories = aggregatedCategories(spec).map((column) =>
    aggregated(column, 'one-hot', `${column.aggregation} of the interval’s 0/1 readings: ${column.column}`),
  );
  const oneHot = [...calendarValues(spec, naming), ...categories];
  return [...dates, ...values, ...others, ...oneHot, ...cyclical, ...holidays, ...coverageColumns(spec)];
};

const checkNames = (spec: Spec, columns: readonly Drafted[]): void => {
  const raw = [entityColumn(spec), ...Object.keys(spec.values), ...Object.keys(spec.categories)];
  const taken = raw.find((name) => internalColumns.has(name) || name === EVENT_TIMESTAMP);
  const seen = new Set<string>();
  const twice = columns.find(({ name }) => seen.size === seen.add(name).size);
  const name = taken ?? twice?.name;
  if (name !== undefined) {
    throw new RejectedError('COLUMN_NAME_TAKEN', `Two feature columns would be called '${name}'`, {
      place: { column: name },
      remedy: 'Rename the column in the file, or leave out the feature of the same name',
    });
  }
};

const checkTargets = (spec: Spec): void => {
  const names = aggregatedValues(spec).map(({ name }) => name);
  const unknown = spec.target.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new RejectedError('UNKNOWN_TARGET', `target names '${unknown}', which no aggregation makes`, {
      place: { column: unknown },
      remedy: `Write one of ${names.join(', ')}`,
    });
  }
};

/**
 * The columns of the feature rows, in their order: the contract that every feature file keeps.
 *
 * @throws RejectedError where the spec names columns that are not there, durations that are no whole intervals,
 * or columns that would have one name
 */
export const featureColumns = (spec: Spec): FeatureColumn[] => {
  const naming = namingOf(spec);
  checkTargets(spec);
  const time: Drafted = {
    name: EVENT_TIMESTAMP,
    kind: 'time',
    dtype: 'Datetime(ms, UTC)',
    from: `Start of the interval of ${spec.interval}, UTC`,
  };
  const entity: Drafted = {
    name: entityColumn(spec),
    kind: 'entity',
    dtype: 'String',
    from: 'Whose readings',
  };
  // A table of the lab's has one entity and does not name it.
  const head = spec.naming === 'ray-lab' && spec.entity === undefined ? [time] : [time, entity];
  const columns = [...head, ...valuesInOrder(spec, naming), ...lookingBack(spec)];
  checkNames(spec, columns);
  const targets = new Set(spec.target);
  const sources = new Set(
    aggregatedValues(spec)
      .filter(({ name }) => targets.has(name))
      .map(({ source }) => source),
  );
  const roleOf = ({ name, kind, source }: Drafted): FeatureColumn['role'] => {
    if (kind === 'time' || kind === 'entity') return kind;
    if (targets.has(name)) return 'target';
    const atOnce = kind === 'value' || kind === 'difference';
    return atOnce && source !== undefined && sources.has(source) ? 'withheld' : 'feature';
  };
  return columns.map((column) => ({ ...column, role: roleOf(column) }));
};

/** How far back the spec's features look, in ms of intervals of the nominal length. */
export const longestLook = (spec: Spec): number => {
  const { lags, rolling, differences } = plannedFeatures(spec);
  return Math.max(0, ...[...lags, ...rolling, ...differences].map(({ by }) => durationMs(by)));
};
