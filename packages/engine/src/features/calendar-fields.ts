import type { CalendarField, CyclicalField } from '@wattline/spec';
import type { LazyDataFrame } from 'nodejs-polars';
import { INTERVAL_LOCAL } from './internal-columns.ts';
import { quoted, withSqlColumns } from './sql-columns.ts';

export type NumberField = Exclude<CalendarField, 'TimeOfDay' | 'Season' | 'IsHoliday'>;

const local = quoted(INTERVAL_LOCAL);
const part = (name: string): string => `CAST(EXTRACT(${name} FROM ${local}) AS BIGINT)`;

/** Fields of the interval's local start in SQL. Weekday: Monday 0 to Sunday 6; IsWeekend: Saturday and Sunday 1. */
export const calendarNumbers: Readonly<Record<NumberField | CyclicalField, string>> = {
  Year: part('YEAR'),
  Month: part('MONTH'),
  Day: part('DAY'),
  Hour: part('HOUR'),
  Weekday: `${part('ISODOW')} - 1`,
  DayOfYear: part('DOY'),
  IsWeekend: `CAST(${part('ISODOW')} >= 6 AS BIGINT)`,
};

/** Adds calendar fields of the interval's local start, Int64 each, named as `name` has it. */
export const calendarFields =
  (options: { readonly fields: readonly NumberField[]; readonly name: (field: NumberField) => string }) =>
  (frame: LazyDataFrame): LazyDataFrame =>
    withSqlColumns(
      frame,
      options.fields.map((field) => ({ name: options.name(field), sql: calendarNumbers[field] })),
    );
