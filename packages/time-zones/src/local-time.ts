import { fixedOffsetMs } from './fixed-offset.ts';
import { temporal } from './temporal.ts';

/** What a zone's clocks show at an instant (ms since 1970, UTC), as ms since 1970 of a clock that never changes. */
export const toLocalMs = (zone: string, instantMs: number): number => {
  const fixed = fixedOffsetMs(zone);
  if (fixed !== undefined) return instantMs + fixed;
  const { offsetNanoseconds } = temporal().Instant.fromEpochMilliseconds(instantMs).toZonedDateTimeISO(zone);
  return instantMs + offsetNanoseconds / 1e6;
};

/** The instant of a local time; the earlier of two, and where clocks skip it, as far after the gap. */
export const fromLocalMs = (zone: string, localMs: number): number => {
  const fixed = fixedOffsetMs(zone);
  if (fixed !== undefined) return localMs - fixed;
  const clockFace = temporal()
    .Instant.fromEpochMilliseconds(localMs)
    .toZonedDateTimeISO('UTC')
    .toPlainDateTime();
  return clockFace.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds;
};
