import { cosine, sine } from '../../waves.ts';
import { calendarNumbers, weekYear } from './fields.ts';
import type { CyclicalField } from './options.ts';

const waves = ['sin', 'cos'] as const;
type Wave = (typeof waves)[number];
const waveOf = { sin: sine, cos: cosine } as const;

const circle = (steps: number): number[] =>
  Array.from({ length: steps }, (_, step) => (2 * Math.PI * step) / steps);

const {
  Year: year,
  Quarter: quarter,
  Month: month,
  WeekOfYear: week,
  DayOfYear: dayOfYear,
  Weekday: weekday,
  Hour: hour,
  Minute: minute,
} = calendarNumbers;
const leapSql = `(${year.sql} % 4 = 0 AND (${year.sql} % 100 <> 0 OR ${year.sql} % 400 = 0))`;
const isLeap = (local: number): boolean => {
  const y = year.of(local);
  return y % 4 === 0 && (y % 100 !== 0 || y % 400 === 0);
};

/** How many weekdays December 31 is after a Sunday. A year that ends on a Thursday, or begins on one, has 53 weeks. */
const lastDaySql = (y: string): string => `((${y} + ${y} // 4 - ${y} // 100 + ${y} // 400) % 7)`;
const lastDay = (y: number): number =>
  (y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400)) % 7;
const has53Sql = `(${lastDaySql(weekYear.sql)} = 4 OR ${lastDaySql(`(${weekYear.sql} - 1)`)} = 3)`;
const has53 = (local: number): boolean => {
  const y = weekYear.of(local);
  return lastDay(y) === 4 || lastDay(y - 1) === 3;
};

interface Circle {
  /** Every angle that the field can have. */
  readonly angles: readonly number[];
  /** Which of them a row has. December 31 is next to January 1. */
  readonly sql: string;
  readonly of: (local: number) => number;
}

const circles: Readonly<Record<CyclicalField, Circle>> = {
  Minute: { angles: circle(60), sql: minute.sql, of: minute.of },
  Hour: { angles: circle(24), sql: hour.sql, of: hour.of },
  Weekday: { angles: circle(7), sql: weekday.sql, of: weekday.of },
  Month: { angles: circle(12), sql: `${month.sql} - 1`, of: (local) => month.of(local) - 1 },
  DayOfYear: {
    angles: [...circle(365), ...circle(366)],
    sql: `${dayOfYear.sql} - 1 + CASE WHEN ${leapSql} THEN 365 ELSE 0 END`,
    of: (local) => dayOfYear.of(local) - 1 + (isLeap(local) ? 365 : 0),
  },
  WeekOfYear: {
    angles: [...circle(52), ...circle(53)],
    sql: `${week.sql} - 1 + CASE WHEN ${has53Sql} THEN 52 ELSE 0 END`,
    of: (local) => week.of(local) - 1 + (has53(local) ? 52 : 0),
  },
  Quarter: { angles: circle(4), sql: `${quarter.sql} - 1`, of: (local) => quarter.of(local) - 1 },
};

/** A wave of a field, looked up in a table made in JavaScript: Polars' sines are those of the machine's library. */
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
      const values = angles.map(waveOf[wave]);
      return { field, wave, index: sql, values, of: (local) => values[of(local)] ?? null };
    });
  });
