import type { Spec } from '@wattline/spec';
import { fixedOffsetMs } from '@wattline/time-zones';
import pl, { type Expr } from 'nodejs-polars';

/** Where timestamps were read, and what local times mean that are no or two instants. */
export type Zoned = Pick<Spec['time'], 'zone' | 'ambiguous' | 'nonexistent'>;

const MS = pl.Datetime('ms');
const DAY = 86_400_000;

export const epochMs = (at: Expr): Expr => at.cast(MS).cast(pl.Int64);
export const fromEpochMs = (ms: Expr): Expr => ms.cast(pl.Int64).cast(MS);
export const wholeMs = (ms: number): Expr => pl.lit(ms).cast(pl.Int64);

const inZone = (wall: Expr, zone: string, ambiguous: 'earliest' | 'latest' | 'null'): Expr =>
  wall.cast(MS).dt.replaceTimeZone(zone, ambiguous, 'null').cast(pl.Int64);

/** Local times as instants (Datetime ms, UTC); null where the zone's clock shows that time never, or twice and the policy refuses it. */
export const toInstant = (wall: Expr, { zone, ambiguous }: Zoned): Expr => {
  const offset = fixedOffsetMs(zone);
  if (offset !== undefined) {
    return offset === 0 ? wall.cast(MS) : fromEpochMs(epochMs(wall).sub(wholeMs(offset)));
  }
  const policy = { order: 'earliest', earliest: 'earliest', latest: 'latest', quarantine: 'null' } as const;
  return fromEpochMs(inZone(wall, zone, policy[ambiguous]));
};

/** Local times as instants where some say which pass of an hour that occurs twice they are of (1, 2; 0: nothing). */
export const instantOfPass = (wall: Expr, pass: Expr, zoned: Zoned): Expr =>
  pl
    .when(pass.eq(pl.lit(1)))
    .then(toInstant(wall, { ...zoned, ambiguous: 'earliest' }))
    .when(pass.eq(pl.lit(2)))
    .then(toInstant(wall, { ...zoned, ambiguous: 'latest' }))
    .otherwise(toInstant(wall, zoned));

/** Local times that the clock skips, shifted forward by the gap: read with the offset that held a day before. */
export const shiftedInstant = (wall: Expr, { zone }: Zoned): Expr => {
  const dayBefore = epochMs(wall).sub(wholeMs(DAY));
  return fromEpochMs(inZone(fromEpochMs(dayBefore), zone, 'earliest').add(wholeMs(DAY)));
};

/** Whether the zone's clock never shows this time. */
export const isSkipped = (wall: Expr, zone: string): Expr => inZone(wall, zone, 'earliest').isNull();

/** What the zone's clock shows at an instant. */
export const toWall = (instant: Expr, zone: string): Expr => {
  const offset = fixedOffsetMs(zone);
  if (offset !== undefined) {
    return fromEpochMs(epochMs(instant).add(wholeMs(offset)));
  }
  // Its naive time is taken for UTC, so that a time stays a time.
  const local = instant.cast(MS).dt.replaceTimeZone('UTC').dt.convertTimeZone(zone).dt.replaceTimeZone('UTC');
  return fromEpochMs(local.cast(pl.Int64));
};
