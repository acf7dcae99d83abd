import type { CyclicalField } from '@wattline/spec';
import pl, { type LazyDataFrame } from 'nodejs-polars';
import { calendarNumbers } from './calendar-fields.ts';
import { withSqlColumns } from './sql-columns.ts';

export const waves = ['sin', 'cos'] as const;
type Wave = (typeof waves)[number];

const circle = (steps: number): number[] =>
  Array.from({ length: steps }, (_, step) => (2 * Math.PI * step) / steps);

const { Year: year, DayOfYear: dayOfYear } = calendarNumbers;
const leap = `(${year} % 4 = 0 AND (${year} % 100 <> 0 OR ${year} % 400 = 0))`;

/** Every angle that a field can have, and which of them a row has, in SQL. December 31 is next to January 1. */
const fields: Readonly<
  Record<CyclicalField, { readonly angles: readonly number[]; readonly index: string }>
> = {
  Hour: { angles: circle(24), index: calendarNumbers.Hour },
  Weekday: { angles: circle(7), index: calendarNumbers.Weekday },
  Month: { angles: circle(12), index: `${calendarNumbers.Month} - 1` },
  DayOfYear: {
    angles: [...circle(365), ...circle(366)],
    index: `${dayOfYear} - 1 + CASE WHEN ${leap} THEN 365 ELSE 0 END`,
  },
};

const indexName = (field: string): string => `index of ${field}`;

/**
 * Adds sine and cosine (Float64) of fields of the interval's local start.
 *
 * They are looked up in tables made in JavaScript, whose sine has the same bits on every machine; native ones differ.
 */
export const cyclical =
  (options: {
    readonly fields: readonly CyclicalField[];
    readonly name: (field: CyclicalField, wave: Wave) => string;
  }) =>
  (frame: LazyDataFrame): LazyDataFrame => {
    const indexed = withSqlColumns(
      frame,
      options.fields.map((field) => ({ name: indexName(field), sql: fields[field].index })),
    );
    return indexed
      .withColumns(
        ...options.fields.flatMap((field) =>
          waves.map((wave) =>
            pl
              .lit(pl.Series('wave', fields[field].angles.map(Math[wave]), pl.Float64))
              .explode()
              .gather(pl.col(indexName(field)))
              .alias(options.name(field, wave)),
          ),
        ),
      )
      .drop(options.fields.map(indexName));
  };
