import type { Spec } from '@wattline/spec';
import pl, { type Expr } from 'nodejs-polars';
import { integer } from '../polars/integer.ts';
import { epochMs, instantMs, localMs, utcDatetime } from './local-time.ts';

const DAY = 86_400_000;

/** What local clocks show as months begin, some at a time: the midnight, skipped or not. */
export const localMonth = (local: Expr, months: number): Expr =>
  utcDatetime(local).dt.truncate(`${months}mo`);

/** So many days lead from the start of so many months into those after them. */
const longest = (months: number): number => Math.ceil(months * 30.75);

/** The months of the calendar, some at a time, that an instant is in: their start, and that of the next; ms, Int64. */
export const monthsAround = (ms: Expr, months: number, zone: string): [start: Expr, next: Expr] => {
  const first = localMonth(localMs(zone)(ms), months);
  const next = localMonth(epochMs(first).add(integer(longest(months) * DAY)), months);
  return [instantMs(zone)(first), instantMs(zone)(next)];
};

/** The start of the months that an instant is in; both in ms since 1970: Int64. */
export const startOfMonths =
  ({ time }: Pick<Spec, 'time'>, months: number) =>
  (ms: Expr): Expr => {
    const [start, next] = monthsAround(ms, months, time.zone);
    // Where clocks go back from a month's first day into the one before, that goes on no more.
    return pl.when(ms.gtEq(next)).then(next).otherwise(start);
  };
