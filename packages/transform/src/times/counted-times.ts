import { type CountedDay, dayLength, isClockDay } from '@wattline/cells';
import type { Fault } from '../cells/rows.ts';
import type { Clock } from './clock.ts';
import type { TimedRow } from './timed-row.ts';

const DAY = 86_400_000;

type CountedTime = Extract<TimedRow['time'], { kind: 'local' }> & {
  readonly counted: { readonly after: number; readonly until: number };
};

/** Times of numbered periods, as what clocks showed, or so long after it. */
export type CountedRows = { readonly rows: readonly TimedRow[]; readonly faults: readonly Fault[] };

const lengthOf = (clock: Clock, midnight: number): number =>
  dayLength(clock.offsets(midnight - 2 * DAY, midnight + 3 * DAY), midnight);

/** Whether a period is another time by the clock than counted through from midnight. */
export const dependsOnDay = (clock: Clock, midnight: number, after: number): boolean => {
  const [from = clock.shifted(midnight)] = clock.instantsOf(midnight);
  const [byClock, second] = clock.instantsOf(midnight + after);
  return second !== undefined || byClock !== from + after;
};

/** The periods of a day, as some rows have them. */
interface Day extends CountedDay {
  /** Which periods each entity has, by where they end; and how many rows. */
  readonly periods: ReadonlyMap<string, { readonly ends: ReadonlySet<number>; readonly rows: number }>;
}

const daysOf = (rows: readonly { readonly entity: string; readonly time: CountedTime }[]) => {
  const days = new Map<number, Day>();
  for (const [midnight, own] of Map.groupBy(rows, ({ time }) => time.local)) {
    const periods = new Map(
      [...Map.groupBy(own, ({ entity }) => entity)].map(([entity, some]) => [
        entity,
        { ends: new Set(some.map(({ time }) => time.counted.until)), rows: some.length },
      ]),
    );
    days.set(midnight, {
      until: own.reduce((most, { time }) => Math.max(most, time.counted.until), 0),
      isLettered: own.some(({ time }) => time.pass > 0),
      periods,
    });
  }
  return days;
};

/** Whether rows of a day show whether its periods are counted through, whatever its other rows are. */
const showsWhich = ({ until, isLettered, periods }: Day, length: number, period: number): boolean => {
  if (isLettered || until > Math.min(length, DAY)) return true;
  const all = length / period;
  return [...periods.values()].some(({ ends, rows }) => (length < DAY ? ends.size : rows) >= all);
};

/**
 * Rows of which the last cells count periods of a day: counted through from midnight, or named by the clock, as the rows
 * of the day show. On a day on which clocks change a few rows do not show it: those are refused that it is another time
 * of.
 *
 * @param clock of the zone in which days begin
 * @param period the length of a period, ms
 */
export const placeCounted = (
  rows: readonly TimedRow[],
  { clock, timeName, period }: { readonly clock: Clock; readonly timeName: string; readonly period: number },
): CountedRows => {
  const isCounted = (time: TimedRow['time']): time is CountedTime =>
    time.kind === 'local' && time.counted !== undefined;
  const counted = rows.flatMap(({ row, time }) => (isCounted(time) ? [{ entity: row.entity, time }] : []));
  if (counted.length === 0) return { rows, faults: [] };
  const days = new Map(
    [...daysOf(counted)].map(([midnight, day]) => {
      const length = lengthOf(clock, midnight);
      const isSure = length === DAY || showsWhich(day, length, period);
      return [midnight, { isClock: isClockDay(day, length), isSure }] as const;
    }),
  );
  const faults: Fault[] = [];
  const placed = rows.flatMap((one): TimedRow[] => {
    const { row, time } = one;
    if (!isCounted(time)) return [one];
    const {
      local,
      pass,
      counted: { after },
    } = time;
    const day = days.get(local);
    if (day?.isSure !== true && dependsOnDay(clock, local, after)) {
      faults.push({ line: row.line, column: timeName, value: row.written, code: 'PERIOD_OPEN' });
      return [];
    }
    return day?.isClock === true
      ? [{ ...one, time: { kind: 'local', local: local + after, pass } }]
      : [{ ...one, time: { kind: 'local', local, pass, after } }];
  });
  return { rows: placed, faults };
};

/** Rows of which the time goes on from midnight, as what clocks showed then. */
export const asClockTimes = (rows: readonly TimedRow[], clock: Clock, policy: string): readonly TimedRow[] =>
  rows.map((one) => {
    const { time } = one;
    if (time.kind !== 'local' || time.after === undefined || time.after === 0) return one;
    const [first, second = first] = clock.instantsOf(time.local);
    const isRefused = first !== second && policy === 'quarantine';
    if (first === undefined || second === undefined || isRefused)
      return { ...one, time: { ...time, after: 0 } };
    const at = (policy === 'latest' ? second : first) + time.after;
    const local = clock.toLocal(at);
    return { ...one, time: { kind: 'local', local, pass: clock.instantsOf(local)[0] === at ? 1 : 2 } };
  });
