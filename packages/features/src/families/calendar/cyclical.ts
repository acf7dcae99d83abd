import { calendarNumbers } from './fields.ts';
import type { CyclicalField } from './options.ts';

const waves = ['sin', 'cos'] as const;
type Wave = (typeof waves)[number];

const circle = (steps: number): number[] =>
  Array.from({ length: steps }, (_, step) => (2 * Math.PI * step) / steps);

const { Year: year, DayOfYear: dayOfYear, Hour: hour, Weekday: weekday, Month: month } = calendarNumbers;
const leapSql = `(${year.sql} % 4 = 0 AND (${year.sql} % 100 <> 0 OR ${year.sql} % 400 = 0))`;
const isLeap = (local: number): boolean => {
  const y = year.of(local);
  return y % 4 === 0 && (y % 100 !== 0 || y % 400 === 0);
};

interface Circle {
  /** Every angle that the field can have. */
  readonly angles: readonly number[];
  /** Which of them a row has. December 31 is next to January 1. */
  readonly sql: string;
  readonly of: (local: number) => number;
}

const circles: Readonly<Record<CyclicalField, Circle>> = {
  Hour: { angles: circle(24), sql: hour.sql, of: hour.of },
  Weekday: { angles: circle(7), sql: weekday.sql, of: weekday.of },
  Month: { angles: circle(12), sql: `${month.sql} - 1`, of: (local) => month.of(local) - 1 },
  DayOfYear: {
    angles: [...circle(365), ...circle(366)],
    sql: `${dayOfYear.sql} - 1 + CASE WHEN ${leapSql} THEN 365 ELSE 0 END`,
    of: (local) => dayOfYear.of(local) - 1 + (isLeap(local) ? 365 : 0),
  },
};

/** A wave of a field, looked up in a table made in JavaScript: its sine has the same bits on every machine. */
export interface CyclicalColumn {
  readonly field: CyclicalField;
  readonly wave: Wave;
  readonly index: string;
  readonly values: readonly number[];
  readonly of: (local: number) => number | null;
}

export const cyclicalColumns = (fields: readonly CyclicalField[]): CyclicalColumn[] =>
  fields.flatMap((field) => {
    const { angles, sql, of } = circles[field];
    return waves.map((wave) => {
      const values = angles.map(Math[wave]);
      return { field, wave, index: sql, values, of: (local) => values[of(local)] ?? null };
    });
  });
