import type { CalendarField } from '@wattline/spec';
import pl, { type Expr, type LazyDataFrame } from 'nodejs-polars';
import { INTERVAL_LOCAL } from './internal-columns.ts';

export type NumberField = Exclude<CalendarField, 'TimeOfDay' | 'Season' | 'IsHoliday'>;

/** A calendar field of a column of local times. Weekday: Monday 0 to Sunday 6; IsWeekend: Saturday and Sunday 1. */
export const calendarNumber = (field: NumberField, local: Expr): Expr => {
  switch (field) {
    case 'Year':
      return local.dt.year();
    case 'Month':
      return local.dt.month();
    case 'Day':
      return local.dt.day();
    case 'Hour':
      return local.dt.hour();
    case 'Weekday':
      return local.dt.weekday().sub(pl.lit(1).cast(pl.Int8));
    case 'DayOfYear':
      return local.dt.ordinalDay();
    case 'IsWeekend':
      return local.dt.weekday().gtEq(pl.lit(6).cast(pl.Int8));
  }
};

/** Adds calendar fields of the interval's local start, Int64 each, named as `name` has it. */
export const calendarFields =
  ({
    fields,
    name,
  }: {
    readonly fields: readonly NumberField[];
    readonly name: (field: NumberField) => string;
  }) =>
  (frame: LazyDataFrame): LazyDataFrame =>
    frame.withColumns(
      ...fields.map((field) =>
        calendarNumber(field, pl.col(INTERVAL_LOCAL)).cast(pl.Int64).alias(name(field)),
      ),
    );
