import type { Spec } from '@wattline/spec';
import pl, { type Expr } from 'nodejs-polars';
import { integer } from '../polars/integer.ts';
import { intervalRuns, type Span } from './interval-runs.ts';

/** The start of the interval that an instant of the span belongs to; both in ms since 1970: Int64. */
export const intervalStart = (spec: Spec, span: Span): ((ms: Expr) => Expr) => {
  const { interval, runs } = intervalRuns(spec, span);
  const [only] = runs;
  if (runs.length === 1 && only !== undefined) {
    return (ms) => ms.sub(ms.sub(integer(only.start)).modulo(integer(interval)));
  }
  return (ms) =>
    runs.reduce((earlier: Expr, { start, count }) => {
      const last = start + (count - 1) * interval;
      const inRun = ms.sub(ms.sub(integer(start)).modulo(integer(interval)));
      return pl
        .when(ms.gtEq(integer(start)))
        .then(count === 1 ? integer(start) : pl.minHorizontal([inRun, integer(last)]))
        .otherwise(earlier);
    }, pl.lit(null).cast(pl.Int64));
};
