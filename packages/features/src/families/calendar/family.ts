import type { z } from 'zod';
import { requireUnique } from '../../columns-option.ts';
import type { NamingStyle } from '../../context.ts';
import { type ColumnDraft, type ColumnGroup, defineFamily } from '../../definition.ts';
import type { Lookup } from '../../frame.ts';
import { dayOf, daysOfYears } from '../../local/days.ts';
import { type Holidays, holidaysOf } from '../../local/holidays.ts';
import { cyclicalColumns } from './cyclical.ts';
import { calendarNumbers, localDay, type NumberField } from './fields.ts';
import { CalendarField, CalendarOptions, HolidayField } from './options.ts';
import { wordFields } from './words.ts';

/** A column in all its forms. */
interface CalendarColumn extends ColumnDraft {
  readonly sql?: string;
  /** Of a day since 1970, where it is that of all its intervals. */
  readonly ofDay?: (day: number) => number | null;
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

interface HolidayForm {
  readonly of: (holidays: Holidays) => (day: number) => number | null;
  readonly unit?: string;
  readonly description: string;
}

const holidayForms: Readonly<Record<HolidayField, HolidayForm>> = {
  IsHoliday: {
    of:
      ({ isHoliday }) =>
      (day) =>
        isHoliday(day) ? 1 : 0,
    description: '1 on a public holiday, local time',
  },
  DaysToHoliday: {
    of: ({ daysTo }) => daysTo,
    unit: 'd',
    description: 'Days from the local date to that of the next public holiday, 0 on one',
  },
  DaysSinceHoliday: {
    of: ({ daysSince }) => daysSince,
    unit: 'd',
    description: 'Days from the date of the last public holiday to the local date, 0 on one',
  },
  IsBridgeDay: {
    of:
      ({ isBridge }) =>
      (day) =>
        isBridge(day) ? 1 : 0,
    description:
      '1 on a day from Monday to Friday that is no public holiday, between one and a weekend, or between two',
  },
};

const holidayColumns = (
  where: NonNullable<CalendarOptions['holidays']>,
  fields: readonly HolidayField[],
  naming: NamingStyle,
): CalendarColumn[] => {
  const holidays = holidaysOf(where, 'calendar.holidays');
  return fields.map((field) => {
    const { of, unit, description } = holidayForms[field];
    const ofDay = of(holidays);
    return {
      name: naming === 'ray-lab' ? `${field}_first` : field,
      kind: 'holiday',
      dtype: 'Int64',
      sources: [],
      unit,
      group: 'holiday',
      description,
      ofDay,
      of: (local) => ofDay(dayOf(local)),
    };
  });
};

const calendarColumns = (options: CalendarOptions, naming: NamingStyle): CalendarColumn[] => {
  const { fields, holidays } = options;
  const has = (field: CalendarField) => fields.includes(field);
  return [
    ...dates.filter(has).map((field) => numberColumn(field, naming, 'date')),
    ...others.filter(has).map((field) => numberColumn(field, naming, 'calendar')),
    ...(['TimeOfDay', 'Season'] as const).filter(has).flatMap((field) => wordColumns(field, options, naming)),
    ...cyclical(options),
    ...(holidays === undefined ? [] : holidayColumns(holidays, HolidayField.options.filter(has), naming)),
  ];
};

const example: z.input<typeof CalendarOptions> = {
  fields: CalendarField.options,
  cyclical: ['Hour'],
  holidays: { country: 'FR' },
};

export const calendar = defineFamily({
  key: 'calendar',
  summary:
    'The interval’s local start: year to minute, weekday, week, time of day, season, holidays, cyclical encodings',
  grain: 'calendar',
  options: CalendarOptions,
  example,
  availability: 'calendar',
  scaled: false,
  lookback: () => 0,
  columns: (options, { naming }) =>
    calendarColumns(options, naming).map(({ of: _, ofDay: __, sql: ___, lookup: ____, ...column }) => column),
  check: ({ fields, cyclical, holidays }, _, addIssue) => {
    requireUnique(['fields'], fields, addIssue);
    requireUnique(['cyclical'], cyclical, addIssue);
    const ofHolidays = fields.filter((field) => HolidayField.safeParse(field).success);
    if (ofHolidays.length > 0 && holidays === undefined) {
      addIssue(
        ['fields'],
        `${ofHolidays.join(', ')} ${ofHolidays.length === 1 ? 'needs' : 'need'} to know whose holidays`,
        'add calendar.holidays with a country, for example {country: MA}',
      );
    }
    if (holidays !== undefined && ofHolidays.length === 0) {
      addIssue(
        ['holidays'],
        `marks nothing while calendar.fields has none of ${HolidayField.options.join(', ')}`,
        'add IsHoliday to calendar.fields, or remove calendar.holidays',
      );
    }
  },
  apply: (options, { naming, localYears }) => {
    const columns = calendarColumns(options, naming);
    const days = daysOfYears(localYears);
    const withSql = columns.flatMap(({ name, sql }) => (sql === undefined ? [] : [{ name, sql }]));
    const lookups = columns.flatMap(({ name, dtype, lookup, ofDay }): Lookup[] => {
      if (lookup !== undefined) return [{ name, ...lookup }];
      const index = `${localDay.sql} - ${days[0] ?? 0}`;
      return ofDay === undefined ? [] : [{ name, dtype, index, values: days.map(ofDay) }];
    });
    return (frame) => frame.with(withSql).withLookups(lookups);
  },
  online: (options, { naming }) => {
    const columns = calendarColumns(options, naming);
    return ({ local }) => columns.map(({ of }) => of(local));
  },
});
