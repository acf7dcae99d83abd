import pl, { type Expr } from 'nodejs-polars';
import { integer } from '../polars/integer.ts';

const fixedOffset = /^([+-])(\d\d):(\d\d)$/;

/** How far the clocks of a zone that never changes are ahead of UTC, in ms; undefined for other zones. */
export const fixedOffsetMs = (zone: string): number | undefined => {
  if (zone === 'UTC') return 0;
  const match = fixedOffset.exec(zone);
  if (match === null) return undefined;
  const [, sign, hours, minutes] = match;
  const size = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return sign === '-' ? -size : size;
};

/** A Datetime, with or without the zone UTC, as ms since 1970: Int64. */
export const epochMs = (instant: Expr): Expr => instant.cast(pl.Datetime('ms')).cast(pl.Int64);

/** Ms since 1970 as a Datetime('ms', 'UTC'). */
export const utcDatetime = (ms: Expr): Expr => ms.cast(pl.Datetime('ms')).dt.replaceTimeZone('UTC');

/** Ms since 1970 UTC as what the zone's clocks show, in ms since 1970 of a clock that never changes: Int64. */
export const localMs =
  (zone: string) =>
  (ms: Expr): Expr => {
    const offset = fixedOffsetMs(zone);
    return offset === undefined
      ? utcDatetime(ms).dt.convertTimeZone(zone).dt.replaceTimeZone('UTC').cast(pl.Int64)
      : ms.add(integer(offset));
  };
