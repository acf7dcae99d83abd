import { requireUnique } from '../../columns-option.ts';
import type { NamingStyle } from '../../context.ts';
import { type ColumnDraft, type ColumnGroup, defineFamily } from '../../definition.ts';
import { cyclicalColumns } from './cyclical.ts';
import { calendarNumbers, localDay, type NumberField } from './fields.ts';
import { holidaysBetween, holidayTest } from './holidays.ts';
import { CalendarField, CalendarOptions } from './options.ts';
import { wordFields } from './words.ts';

/** A column in all its forms. */
interface CalendarColumn extends ColumnDraft {
  readonly sql?: string;
  readonly lookup?: { readonly index: string; readonly values: readonly number[] };
  readonly of: (local: number) => number | null;
}

const dates: readonly NumberField[] = ['Year', 'Month', 'Day', 'Hour', 'Minute'];
const others: readonly NumberField[] = ['Weekday', 'DayOfYear', 'WeekOfYear', 'Quarter', 'IsWeekend'];

const numberColumn = (field: NumberField, naming: NamingStyle, group: ColumnGroup): CalendarColumn => ({
  name: naming === 'ray-lab' && group !== 'date' ? `${field}_first` : field,
  kind: 'calendar',
  dtype: 'Int64',
  sources: [],
  unit: undefined,
  group,
  ...calendarNumbers[field],
});

const wordColumns = (
  field: 'TimeOfDay' | 'Season',
  options: CalendarOptions,
  naming: NamingStyle,
): CalendarColumn[] => {
  const { words, each, sql, of, description } = wordFields[field];
  const columns = words.map((word, i): CalendarColumn => {
    const [least, greatest] = [each * i, each * i + each - 1];
    return {
      name: naming === 'ray-lab' ? `${field}_${word}_first` : `${field}_${word}`,
      kind: 'one-hot',
      dtype: 'Int64',
      sources: [],
      unit: undefined,
      group: 'calendar-value',
      description: `${description} ${word.toLowerCase()}`,
      sql: `CAST(${sql(options)} BETWEEN ${least} AND ${greatest} AS BIGINT)`,
      of: (local) => {
        const number = of(local, options);
        return number >= least && number <= greatest ? 1 : 0;
      },
    };
  });
  // The lab's one-hot columns are in the order of the alphabet, not of time.
  return naming === 'ray-lab' ? columns.toSorted((a, b) => (a.name < b.name ? -1 : 1)) : columns;
};

const cyclical = (options: CalendarOptions): CalendarColumn[] =>
  cyclicalColumns(options.cyclical).map(({ field, wave, index, values, of }) => ({
    name: `${field}_${wave}`,
    kind: 'cyclical',
    dtype: 'Float64',
    sources: [],
    unit: undefined,
    group: 'cyclical',
    description: `${wave === 'sin' ? 'Sine' : 'Cosine'} of ${field} as an angle, local time`,
    lookup: { index, values },
    of,
  }));

const holidayColumn = (
  holidays: NonNullable<CalendarOptions['holidays']>,
  naming: NamingStyle,
): CalendarColumn => {
  const isHoliday = holidayTest(holidays);
  return {
    name: naming === 'ray-lab' ? 'IsHoliday_first' : 'IsHoliday',
    kind: 'holiday',
    dtype: 'Int64',
    sources: [],
    unit: undefined,
    group: 'holiday',
    description: '1 on a public holiday, local time',
    of: (local) => (isHoliday(localDay.of(local)) ? 1 : 0),
  };
};

const calendarColumns = (options: CalendarOptions, naming: NamingStyle): CalendarColumn[] => {
  const { fields, holidays } = options;
  const has = (field: CalendarField) => fields.includes(field);
  return [
    ...dates.filter(has).map((field) => numberColumn(field, naming, 'date')),
    ...others.filter(has).map((field) => numberColumn(field, naming, 'calendar')),
    ...(['TimeOfDay', 'Season'] as const).filter(has).flatMap((field) => wordColumns(field, options, naming)),
    ...cyclical(options),
    ...(has('IsHoliday') && holidays !== undefined ? [holidayColumn(holidays, naming)] : []),
  ];
};

export const calendar = defineFamily({
  key: 'calendar',
  summary:
    'The interval’s local start: year to minute, weekday, week, time of day, season, holidays, cyclical encodings',
  grain: 'calendar',
  options: CalendarOptions,
  example: { fields: CalendarField.options, cyclical: ['Hour'], holidays: { country: 'FR' } },
  availability: 'calendar',
  scaled: false,
  lookback: () => 0,
  columns: (options, { naming }) =>
    calendarColumns(options, naming).map(({ of: _, sql: __, lookup: ___, ...column }) => column),
  check: ({ fields, cyclical, holidays }, _, addIssue) => {
    requireUnique(['fields'], fields, addIssue);
    requireUnique(['cyclical'], cyclical, addIssue);
    if (fields.includes('IsHoliday') && holidays === undefined) {
      addIssue(
        ['fields'],
        'IsHoliday needs to know whose holidays',
        'add calendar.holidays with a country, for example {country: MA}',
      );
    }
    if (holidays !== undefined && !fields.includes('IsHoliday')) {
      addIssue(
        ['holidays'],
        'marks nothing while calendar.fields lacks IsHoliday',
        'add IsHoliday to calendar.fields, or remove calendar.holidays',
      );
    }
  },
  apply: (options, { naming, localYears }) => {
    const columns = calendarColumns(options, naming);
    const { holidays } = options;
    const days = holidays === undefined ? [] : holidaysBetween(holidays, localYears);
    const isHoliday = days.length === 0 ? '0' : `CAST(${localDay.sql} IN (${days.join(', ')}) AS BIGINT)`;
    const withSql = columns.flatMap(({ name, kind, sql }) => {
      const text = kind === 'holiday' ? isHoliday : sql;
      return text === undefined ? [] : [{ name, sql: text }];
    });
    const lookups = columns.flatMap(({ name, lookup }) =>
      lookup === undefined ? [] : [{ name, ...lookup }],
    );
    return (frame) => frame.with(withSql).withLookups(lookups);
  },
  online: (options, { naming }) => {
    const columns = calendarColumns(options, naming);
    return ({ local }) => columns.map(({ of }) => of(local));
  },
});
