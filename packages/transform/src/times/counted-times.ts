import { type CountedDay, dayLength, isClockDay } from '@wattline/cells';
import { contentOf, type Fault } from '../cells/rows.ts';
import type { Clock } from './clock.ts';
import type { TimedRow } from './timed-row.ts';

const DAY = 86_400_000;

type CountedTime = Extract<TimedRow['time'], { kind: 'local' }> & {
  readonly counted: { readonly after: number; readonly until: number };
};

/** Times of numbered periods, as what clocks showed, or so long after it. */
export type CountedRows = { readonly rows: readonly TimedRow[]; readonly faults: readonly Fault[] };

/** The time of a row, and whose it is, though the row may be refused: a day shows in all of its times. */
export interface SeenTime {
  readonly entity: string | null;
  readonly time: TimedRow['time'];
}

const isCounted = (time: TimedRow['time']): time is CountedTime =>
  time.kind === 'local' && time.counted !== undefined;

const lengthOf = (clock: Clock, midnight: number): number =>
  dayLength(clock.offsets(midnight - 2 * DAY, midnight + 3 * DAY), midnight);

/** Whether a period is another time by the clock than counted through from midnight. */
export const dependsOnDay = (clock: Clock, midnight: number, after: number): boolean => {
  const [from = clock.shifted(midnight)] = clock.instantsOf(midnight);
  const [byClock, second] = clock.instantsOf(midnight + after);
  return second !== undefined || byClock !== from + after;
};

/** The periods of a day, as its rows have them. */
interface Day extends CountedDay {
  /** Which each entity has, by where they end. */
  readonly ends: ReadonlyMap<string | null, ReadonlySet<number>>;
}

const daysOf = (seen: readonly SeenTime[]): ReadonlyMap<number, Day> => {
  const counted = seen.flatMap(({ entity, time }) => (isCounted(time) ? [{ entity, time }] : []));
  return new Map(
    [...Map.groupBy(counted, ({ time }) => time.local)].map(([midnight, own]) => [
      midnight,
      {
        until: own.reduce((most, { time }) => Math.max(most, time.counted.until), 0),
        isLettered: own.some(({ time }) => time.pass > 0),
        ends: new Map(
          [...Map.groupBy(own, ({ entity }) => entity)].map(([entity, some]) => [
            entity,
            new Set(some.map(({ time }) => time.counted.until)),
          ]),
        ),
      },
    ]),
  );
};

type Row = TimedRow & { readonly time: CountedTime };

/**
 * How many periods of a day an entity has once more, since clocks show them twice: other readings that stand with the
 * first. The same row again is none, and one that stands elsewhere corrects another.
 */
const repeatedIn = (rows: readonly Row[], clock: Clock): number => {
  const areTwice = rows.map(({ time }) => clock.instantsOf(time.local + time.counted.after).length > 1);
  const [first, last] = [areTwice.indexOf(true), areTwice.lastIndexOf(true)];
  if (first < 0 || areTwice.slice(first, last).includes(false)) return 0;
  return [...Map.groupBy(rows.slice(first, last + 1), ({ time }) => time.counted.after).values()].filter(
    (some) => new Set(some.map(({ row }) => contentOf(row))).size > 1,
  ).length;
};

/** Whether rows of a day show whether its periods are counted through, whatever its other rows are. */
const showsWhich = (
  { until, isLettered, ends }: Day,
  rows: readonly Row[],
  { length, period, clock }: { readonly length: number; readonly period: number; readonly clock: Clock },
): boolean => {
  if (isLettered || until > Math.min(length, DAY)) return true;
  const byEntity = length > DAY ? Map.groupBy(rows, ({ row }) => row.entity) : new Map<string, Row[]>();
  return [...ends].some(
    ([entity, own]) =>
      own.size + repeatedIn((entity !== null && byEntity.get(entity)) || [], clock) >= length / period,
  );
};

/**
 * Rows of which the last cells count periods of a day: counted through from midnight, or named by the clock, as the times
 * of the day show, those of rows that are refused too. On a day on which clocks change a few rows do not show it: those
 * are refused that it is another time of.
 *
 * @param clock of the zone in which days begin
 * @param period the length of a period, ms
 */
export const placeCounted = (
  rows: readonly TimedRow[],
  {
    clock,
    timeName,
    period,
    seen,
  }: {
    readonly clock: Clock;
    readonly timeName: string;
    readonly period: number;
    readonly seen: readonly SeenTime[];
  },
): CountedRows => {
  const counted = rows.filter((row): row is Row => isCounted(row.time));
  if (counted.length === 0) return { rows, faults: [] };
  const byDay = Map.groupBy(counted, ({ time }) => time.local);
  const days = new Map(
    [...daysOf(seen)].map(([midnight, day]) => {
      const length = lengthOf(clock, midnight);
      const isSure = length === DAY || showsWhich(day, byDay.get(midnight) ?? [], { length, period, clock });
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
