import { quoted } from '../../frame.ts';
import { INTERVAL_LOCAL } from '../../internal-columns.ts';
import { dayOf, dayStart, weekdayOf } from '../../local/days.ts';
import type { CalendarField, CyclicalField, HolidayField } from './options.ts';

/** A number of the interval's local start, in SQL and in TypeScript. */
export interface CalendarNumber {
  readonly sql: string;
  /** Of a local time, ms since 1970. */
  readonly of: (local: number) => number;
  readonly description: string;
}

export type NumberField = Exclude<CalendarField, 'TimeOfDay' | 'Season' | HolidayField>;

const local = quoted(INTERVAL_LOCAL);
const part = (name: string): string => `CAST(EXTRACT(${name} FROM ${local}) AS BIGINT)`;

/** Days since 1970 of the interval's local start. */
export const localDay: Omit<CalendarNumber, 'description'> = {
  sql: `CAST(CAST(${local} AS DATE) AS INT)`,
  of: dayOf,
};

const weekday = (time: number): number => weekdayOf(dayOf(time));
const yearStart = (time: number): number => Date.UTC(new Date(time).getUTCFullYear(), 0, 1);
const dayOfYear = (time: number): number => dayOf(time) - dayOf(yearStart(time)) + 1;

/** A week of ISO 8601 is in the year of its Thursday. */
const thursday = (time: number): number => dayStart(dayOf(time) - weekday(time) + 3);

/** The year that its week is in. */
export const weekYear: Omit<CalendarNumber, 'description'> = {
  sql: part('ISOYEAR'),
  of: (time) => new Date(thursday(time)).getUTCFullYear(),
};

export const calendarNumbers: Readonly<Record<NumberField | CyclicalField, CalendarNumber>> = {
  Year: {
    sql: part('YEAR'),
    of: (time) => new Date(time).getUTCFullYear(),
    description: 'Year of the interval’s local start',
  },
  Month: {
    sql: part('MONTH'),
    of: (time) => new Date(time).getUTCMonth() + 1,
    description: 'Month of the interval’s local start, 1 to 12',
  },
  Day: {
    sql: part('DAY'),
    of: (time) => new Date(time).getUTCDate(),
    description: 'Day of the month of the interval’s local start',
  },
  Hour: {
    sql: part('HOUR'),
    of: (time) => new Date(time).getUTCHours(),
    description: 'Hour of the interval’s local start, 0 to 23',
  },
  Minute: {
    sql: part('MINUTE'),
    of: (time) => new Date(time).getUTCMinutes(),
    description: 'Minute of the interval’s local start, 0 to 59',
  },
  Weekday: {
    sql: `${part('ISODOW')} - 1`,
    of: weekday,
    description: 'Weekday of the interval’s local start, Monday 0 to Sunday 6',
  },
  DayOfYear: {
    sql: part('DOY'),
    of: dayOfYear,
    description: 'Day of the year of the interval’s local start, from 1',
  },
  WeekOfYear: {
    sql: part('WEEK'),
    of: (time) => Math.ceil(dayOfYear(thursday(time)) / 7),
    description:
      'Week of ISO 8601 of the interval’s local start, 1 to 53: weeks begin on Monday, and the first has the year’s first Thursday',
  },
  Quarter: {
    sql: part('QUARTER'),
    of: (time) => Math.floor(new Date(time).getUTCMonth() / 3) + 1,
    description: 'Quarter of the interval’s local start, 1 to 4',
  },
  IsWeekend: {
    sql: `CAST(${part('ISODOW')} >= 6 AS BIGINT)`,
    of: (time) => (weekday(time) >= 5 ? 1 : 0),
    description: '1 on Saturday and Sunday, local time',
  },
};
