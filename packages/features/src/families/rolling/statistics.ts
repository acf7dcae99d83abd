import type { Dtype, Value } from '../../definition.ts';
import { sqlDouble } from '../../frame.ts';
import { orNull } from '../../online.ts';
import { moments } from '../../windows/moments.ts';
import type { Parts, WindowSummary } from '../../windows/summary.ts';
import { greatest, least } from './extremes.ts';
import type { RollingStatistic } from './options.ts';
import { totals } from './totals.ts';
import { trend } from './trend.ts';

/** A statistic from the parts of a summary, in SQL and in TypeScript. */
export interface Statistic {
  readonly summary: WindowSummary;
  /** `own`: that of the column. */
  readonly dtype: Dtype | 'own';
  readonly unit: (own: string | undefined) => string | undefined;
  /** Of a window before the entity's first interval; without it: null. */
  readonly ofNone?: number;
  /** In words, before `of …`; without it: its name. */
  readonly description?: string;
  /** An hour has so many intervals: Polars divides by a number by way of its inverse, so nothing is divided by hours. */
  readonly sql: (part: (name: string) => string, perHour: number) => string;
  /** Of the parts of a window, from a place on. */
  readonly of: (parts: Parts, place: number, perHour: number) => Value;
}

const sameUnit = (own: string | undefined): string | undefined => own;

const extreme = (summary: WindowSummary): Statistic => ({
  summary,
  dtype: 'own',
  unit: sameUnit,
  sql: (part) => part(summary.name),
  of: (parts, place) => orNull(parts[place] ?? Number.NaN),
});

export const statistics: Readonly<Record<RollingStatistic, Statistic>> = {
  mean: {
    summary: moments,
    dtype: 'Float64',
    unit: sameUnit,
    sql: (part) => `CASE WHEN ${part('count')} > 0 THEN ${part('mean')} END`,
    of: (parts, place) => ((parts[place] ?? 0) > 0 ? (parts[place + 1] ?? null) : null),
  },
  std: {
    summary: moments,
    dtype: 'Float64',
    unit: sameUnit,
    sql: (part) =>
      `CASE WHEN ${part('count')} > 1 THEN SQRT(${part('squares')} / (${part('count')} - 1)) END`,
    of: (parts, place) => {
      const count = parts[place] ?? 0;
      return count > 1 ? Math.sqrt((parts[place + 2] ?? 0) / (count - 1)) : null;
    },
  },
  min: extreme(least),
  max: extreme(greatest),
  sum: {
    summary: totals,
    dtype: 'Float64',
    unit: sameUnit,
    sql: (part) => `CASE WHEN ${part('count')} > 0 THEN ${part('sum')} END`,
    of: (parts, place) => ((parts[place] ?? 0) > 0 ? (parts[place + 1] ?? null) : null),
  },
  count: {
    summary: totals,
    dtype: 'Int64',
    unit: () => undefined,
    ofNone: 0,
    description: 'number of values',
    sql: (part) => `CAST(${part('count')} AS BIGINT)`,
    of: (parts, place) => parts[place] ?? 0,
  },
  slope: {
    summary: trend,
    dtype: 'Float64',
    unit: (own) => own && `${own}/h`,
    description: 'slope per hour (least squares)',
    sql: (part, perHour) =>
      `CASE WHEN ${part('count')} > 1 THEN ${part('products')} / ${part('squares')} * ${sqlDouble(perHour)} END`,
    of: (parts, place, perHour) =>
      (parts[place] ?? 0) > 1 ? ((parts[place + 4] ?? 0) / (parts[place + 3] ?? 0)) * perHour : null,
  },
};
