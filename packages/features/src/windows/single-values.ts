import type { OnlineSummary } from './summary.ts';

/** In SQL: 1 where there is a value, else 0. */
export const countSql = (value: string): string => `CAST(${value} IS NOT NULL AS DOUBLE)`;

/** In SQL: the value, or 0. */
export const valueSql = (value: string): string => `COALESCE(CAST(${value} AS DOUBLE), 0.0)`;

/**
 * Of single intervals, in so many parts each: first how many values there are, 1 or 0; the value or 0 at `place`; 0 in all
 * others.
 */
export const singleValues =
  (width: number, place = 1): OnlineSummary['of'] =>
  (values, parts) => {
    parts.fill(0, 0, width * values.length);
    for (let i = 0; i < values.length; i += 1) {
      const value = values[i] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      parts[width * i] = 1;
      parts[width * i + place] = value;
    }
  };
