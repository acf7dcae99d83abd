import type { Spec } from '@wattline/spec';
import type { Fault, OpenRow, PlacedRow } from '../cells/rows.ts';
import { periodsOf } from '../cells/time-forms.ts';
import { type Clock, clockOf } from './clock.ts';
import { asClockTimes, placeCounted, type SeenTime } from './counted-times.ts';
import { type BackToStart, backToStart } from './interval-starts.ts';
import { withRepeatedHours } from './repeated-hours.ts';
import type { TimedRow } from './timed-row.ts';

/** Rows in the order in which they were given, at the instants at which their intervals start. */
export interface Placed {
  readonly rows: readonly PlacedRow[];
  readonly faults: readonly Fault[];
}

interface Placing {
  readonly clock: Clock;
  readonly time: Spec['time'];
  readonly timeName: string;
  /** Times are read one by one: no skipped time takes an instant of any entity, and no pass is certain. */
  readonly isShared: boolean;
}

/** Written out: to copy whatever there is takes several times as long. */
const placedAt = (
  { line, entity, values, words, written, issued }: OpenRow,
  at: number,
  isOpenPass: boolean,
): PlacedRow => ({
  line,
  entity,
  values,
  words,
  written,
  issued,
  at,
  isOpenPass,
});

const inOrder = (rows: readonly PlacedRow[]): PlacedRow[] => rows.toSorted((a, b) => a.line - b.line);

/** What clocks showed, as instants: with the spec's policies for local times that are none, or two. */
const toInstants = (rows: readonly TimedRow[], { clock, time, timeName, isShared }: Placing): Placed => {
  const placed: PlacedRow[] = [];
  const faults: Fault[] = [];
  const skipped: { readonly row: OpenRow; readonly local: number; readonly after: number }[] = [];
  const refuse = (row: OpenRow, code: 'TIME_SKIPPED' | 'TIME_AMBIGUOUS'): void => {
    faults.push({ line: row.line, column: timeName, value: row.written, code });
  };
  for (const { row, time: written } of rows) {
    if (written.kind === 'instant') {
      placed.push(placedAt(row, written.at, false));
      continue;
    }
    const { local, pass, after = 0 } = written;
    const [first, second = first] = clock.instantsOf(local);
    if (first === undefined || second === undefined) {
      skipped.push({ row, local, after });
      continue;
    }
    const isRefused = pass === 0 && first !== second && time.ambiguous === 'quarantine';
    const isLater = pass === 2 || (pass === 0 && time.ambiguous === 'latest');
    if (isRefused) refuse(row, 'TIME_AMBIGUOUS');
    else placed.push(placedAt(row, (isLater ? second : first) + after, isShared || pass === 0));
  }
  const keyOf = (entity: string, at: number): string => (isShared ? `${at}` : `${at} ${entity}`);
  const owned = new Set(skipped.length === 0 ? [] : placed.map(({ entity, at }) => keyOf(entity, at)));
  for (const { row, local, after } of skipped) {
    const at = clock.shifted(local) + after;
    // A skipped time never takes the instant of another reading.
    if (time.nonexistent !== 'shift' || owned.has(keyOf(row.entity, at))) refuse(row, 'TIME_SKIPPED');
    else placed.push({ ...row, at, isOpenPass: true });
  }
  return { rows: skipped.length === 0 ? placed : inOrder(placed), faults };
};

const onClock = (rows: readonly TimedRow[], placing: Placing): Placed => {
  const placed = toInstants(rows, placing);
  return { ...placed, rows: withRepeatedHours(placed.rows, placing.clock, placing.time.ambiguous) };
};

/** Rows that share series and time with another, and those at times that clocks skip. */
const lossOf = ({ rows, faults }: Placed): number =>
  rows.length - new Set(rows.map(({ entity, at }) => `${at} ${entity}`)).size + faults.length;

/**
 * Ends of intervals on the wall clock: the clock goes back by their step, and then becomes an instant. Where that makes
 * readings collide, or puts them where clocks skip, labels are what the clock showed as the interval ended.
 */
const endsOnClock = (rows: readonly TimedRow[], placing: Placing, back: BackToStart): Placed => {
  const taken = rows.map(
    ({ row, time }): TimedRow =>
      time.kind === 'instant'
        ? { row, time: { kind: 'instant', at: back.asInstant(time.at) } }
        : { row, time: { ...time, local: back.onClock(time.local) } },
  );
  const wallFirst = onClock(taken, placing);
  const lost = lossOf(wallFirst);
  if (lost === 0) return wallFirst;
  const instants = onClock(rows, placing);
  const endsFirst = {
    ...instants,
    rows: instants.rows.map((row) => ({ ...row, at: back.asInstant(row.at) })),
  };
  return lossOf(endsFirst) < lost ? endsFirst : wallFirst;
};

/** Whether times say by themselves which instants they are. */
export const areInstants = (
  format: string,
  namesInstants: boolean,
  times: Iterable<{ readonly kind: string }>,
): boolean => {
  if (namesInstants || format !== 'iso') return namesInstants;
  for (const { kind } of times) if (kind === 'instant') return true;
  return false;
};

/** Puts rows on the time line; `seen` are the times of all rows, where they are numbered periods. */
export const createPlacing = (spec: Spec, clock: Clock, timeName: string, namesInstants: boolean) => {
  const { time } = spec;
  const back = backToStart(spec, clock);
  const onWall = (rows: readonly TimedRow[], zoneClock: Clock): Placed => {
    const placing = { clock: zoneClock, time, timeName, isShared: false };
    const ownBack = zoneClock === clock ? back : backToStart(spec, zoneClock);
    return ownBack === undefined ? onClock(rows, placing) : endsOnClock(rows, placing, ownBack);
  };
  const onWalls = (rows: readonly TimedRow[]): Placed => {
    if (time.zones === undefined) return onWall(rows, clock);
    const placed = [...Map.groupBy(rows, ({ zone }) => zone ?? time.zone)].map(([zone, own]) =>
      onWall(own, clockOf(zone)),
    );
    return {
      rows: inOrder(placed.flatMap((part) => part.rows)),
      faults: placed.flatMap((part) => part.faults),
    };
  };
  const place = (rows: readonly TimedRow[]): Placed => {
    const isInstants = areInstants(
      time.format,
      namesInstants,
      rows.map((row) => row.time),
    );
    const isWall =
      !isInstants && (back !== undefined || time.secondPass !== undefined || time.zones !== undefined);
    if (isWall) return onWalls(asClockTimes(rows, clock, time.ambiguous));
    const placing = { clock, time, timeName, isShared: true };
    const { rows: found, faults } = toInstants(rows, placing);
    const starts = back === undefined ? found : found.map((row) => ({ ...row, at: back.asInstant(row.at) }));
    return { rows: isInstants ? starts : withRepeatedHours(starts, clock, time.ambiguous), faults };
  };
  const period = periodsOf(spec).at(-1);
  return (rows: readonly TimedRow[], seen: readonly SeenTime[]): Placed => {
    if (period === undefined) return place(rows);
    const counted = placeCounted(rows, { clock, timeName, period, seen });
    const placed = place(counted.rows);
    return { rows: placed.rows, faults: [...counted.faults, ...placed.faults] };
  };
};
