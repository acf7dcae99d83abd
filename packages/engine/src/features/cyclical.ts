import type { CyclicalField } from '@wattline/spec';
import pl, { type Expr, type LazyDataFrame } from 'nodejs-polars';
import { calendarNumber } from './calendar-fields.ts';
import { integer } from './integer.ts';
import { INTERVAL_LOCAL } from './internal-columns.ts';

export const waves = ['sin', 'cos'] as const;
type Wave = (typeof waves)[number];

const circle = (steps: number): number[] =>
  Array.from({ length: steps }, (_, step) => (2 * Math.PI * step) / steps);

/** Every angle that a field can have. December 31 and January 1 are neighbours in leap years too. */
const angles: Readonly<Record<CyclicalField, readonly number[]>> = {
  Hour: circle(24),
  Weekday: circle(7),
  Month: circle(12),
  DayOfYear: [...circle(365), ...circle(366)],
};

const angleIndex = (field: CyclicalField, local: Expr): Expr => {
  const number = calendarNumber(field, local).cast(pl.Int64);
  switch (field) {
    case 'Hour':
    case 'Weekday':
      return number;
    case 'Month':
      return number.sub(integer(1));
    case 'DayOfYear': {
      const year = local.dt.year().cast(pl.Int64);
      const divides = (n: number) => year.modulo(integer(n)).eq(integer(0));
      const leap = divides(4).and(divides(100).not()).or(divides(400));
      return number.sub(integer(1)).add(leap.cast(pl.Int64).mul(integer(365)));
    }
  }
};

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
  (frame: LazyDataFrame): LazyDataFrame =>
    frame.withColumns(
      ...options.fields.flatMap((field) =>
        waves.map((wave) =>
          pl
            .lit(pl.Series('wave', angles[field].map(Math[wave]), pl.Float64))
            .explode()
            .gather(angleIndex(field, pl.col(INTERVAL_LOCAL)))
            .alias(options.name(field, wave)),
        ),
      ),
    );
