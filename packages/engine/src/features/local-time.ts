import { fixedOffsetMs } from '@wattline/time-zones';
import pl, { type Expr } from 'nodejs-polars';
import { integer } from '../polars/integer.ts';

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

const HOUR = 3_600_000;

/** What the zone's clocks show as ms since 1970 UTC: Int64. The earlier of two; an hour later where they skip it. */
export const instantMs =
  (zone: string) =>
  (local: Expr): Expr => {
    const offset = fixedOffsetMs(zone);
    if (offset !== undefined) return epochMs(local).sub(integer(offset));
    const at = (ms: Expr): Expr =>
      ms.cast(pl.Datetime('ms')).dt.replaceTimeZone(zone, 'earliest', 'null').cast(pl.Int64);
    const instant = at(epochMs(local));
    return pl
      .when(instant.isNull())
      .then(at(epochMs(local).add(integer(HOUR))))
      .otherwise(instant);
  };
