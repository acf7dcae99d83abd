import { fixedOffsetMs } from '@wattline/time-zones';
import { clockOffsets } from '../../features/clock-changes.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A day, by its midnight in ms as if it were UTC, and where one of its periods ends, in ms from then on. */
interface DayPeriod {
  readonly day: number;
  readonly until: number;
}

/**
 * Days on which clocks change and whose periods are named by the clock, not counted through: a day of 23 hours that
 * has a 24th, or one of 25 that ends with its 24th.
 */
export const clockDays = (periods: readonly DayPeriod[], zone: string): ReadonlySet<number> => {
  const last = new Map<number, number>();
  for (const { day, until } of periods) last.set(day, Math.max(until, last.get(day) ?? 0));
  if (last.size === 0 || fixedOffsetMs(zone) !== undefined) return new Set();
  const days = [...last.keys()];
  const [from, to] = [days.reduce((a, b) => Math.min(a, b)), days.reduce((a, b) => Math.max(a, b))];
  const offsets = clockOffsets(zone, from - 2 * DAY, to + 2 * DAY);
  const offsetAt = (wall: number): number =>
    offsets.findLast(({ from: since, offset }) => since + offset <= wall)?.offset ?? offsets[0]?.offset ?? 0;
  return new Set(
    [...last].flatMap(([day, until]) => {
      const length = DAY - (offsetAt(day + DAY) - offsetAt(day));
      const isClock = length < DAY ? until > length : length > DAY && until === DAY;
      return isClock ? [day] : [];
    }),
  );
};
