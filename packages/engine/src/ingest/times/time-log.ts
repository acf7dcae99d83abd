import { type CountedDays, createDayLog, type DayLog, misjudgedDays } from './counted-days.ts';
import { createSkippedHours, type SkippedHours, takenInstants } from './skipped-hours.ts';

/** What the times of a file show that one of its pieces may not. */
export interface KnownTimes {
  readonly days?: CountedDays | undefined;
  readonly owned?: ReadonlySet<number> | undefined;
}

/** How a piece of a file took times for which others count. */
export interface TimeLog {
  readonly days: DayLog;
  readonly skips: SkippedHours;
}

/** What is left of it once a piece is read. */
export interface TimesFound {
  readonly days: Pick<DayLog, 'found' | 'clock' | 'counted'>;
  readonly skips: Pick<SkippedHours, 'owned' | 'shifted'>;
}

export const createTimeLog = (zone: string, known: KnownTimes | undefined): TimeLog => ({
  days: createDayLog(zone, known?.days),
  skips: createSkippedHours(zone, known?.owned),
});

/** What is to be known to read the pieces of a file as its whole; undefined where each was read so. */
export const missedTimes = (pieces: readonly TimesFound[], zone: string): KnownTimes | undefined => {
  const days = misjudgedDays(
    pieces.map((piece) => piece.days),
    zone,
  );
  const owned = takenInstants(pieces.map(({ skips }) => skips));
  return days === undefined && owned === undefined ? undefined : { days, owned };
};
