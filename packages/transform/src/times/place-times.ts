import type { Spec } from '@wattline/spec';
import type { Fault, OpenRow, PlacedRow } from '../cells/rows.ts';
import type { Clock } from './clock.ts';
import { type BackToStart, backToStart } from './interval-starts.ts';
import { withRepeatedHours } from './repeated-hours.ts';

/** A row with what its timestamp says, ms. */
export interface TimedRow {
  readonly row: OpenRow;
  readonly time:
    | { readonly kind: 'instant'; readonly at: number }
    | { readonly kind: 'local'; readonly local: number; readonly pass: 0 | 1 | 2 };
}

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
  { line, entity, values, words, written }: OpenRow,
  at: number,
  isOpenPass: boolean,
): PlacedRow => ({
  line,
  entity,
  values,
  words,
  written,
  at,
  isOpenPass,
});

const inOrder = (rows: readonly PlacedRow[]): PlacedRow[] => rows.toSorted((a, b) => a.line - b.line);

/** What clocks showed, as instants: with the spec's policies for local times that are none, or two. */
const toInstants = (rows: readonly TimedRow[], { clock, time, timeName, isShared }: Placing): Placed => {
  const placed: PlacedRow[] = [];
  const faults: Fault[] = [];
  const skipped: { readonly row: OpenRow; readonly local: number }[] = [];
  const refuse = (row: OpenRow, code: 'TIME_SKIPPED' | 'TIME_AMBIGUOUS'): void => {
    faults.push({ line: row.line, column: timeName, value: row.written, code });
  };
  for (const { row, time: written } of rows) {
    if (written.kind === 'instant') {
      placed.push(placedAt(row, written.at, false));
      continue;
    }
    const { local, pass } = written;
    const [first, second = first] = clock.instantsOf(local);
    if (first === undefined || second === undefined) {
      skipped.push({ row, local });
      continue;
    }
    const isRefused = pass === 0 && first !== second && time.ambiguous === 'quarantine';
    const isLater = pass === 2 || (pass === 0 && time.ambiguous === 'latest');
    if (isRefused) refuse(row, 'TIME_AMBIGUOUS');
    else placed.push(placedAt(row, isLater ? second : first, isShared || pass === 0));
  }
  const keyOf = (entity: string, at: number): string => (isShared ? `${at}` : `${at} ${entity}`);
  const owned = new Set(skipped.length === 0 ? [] : placed.map(({ entity, at }) => keyOf(entity, at)));
  for (const { row, local } of skipped) {
    const at = clock.shifted(local);
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

/** Puts rows on the time line. */
export const createPlacing = (spec: Spec, clock: Clock, timeName: string, namesInstants: boolean) => {
  const back = backToStart(spec, clock);
  return (rows: readonly TimedRow[]): Placed => {
    const areInstants =
      namesInstants || (spec.time.format === 'iso' && rows.some(({ time }) => time.kind === 'instant'));
    const isWall = !areInstants && (back !== undefined || spec.time.secondPass !== undefined);
    const placing = { clock, time: spec.time, timeName, isShared: !isWall };
    if (isWall) return back === undefined ? onClock(rows, placing) : endsOnClock(rows, placing, back);
    const { rows: found, faults } = toInstants(rows, placing);
    const starts = back === undefined ? found : found.map((row) => ({ ...row, at: back.asInstant(row.at) }));
    return { rows: areInstants ? starts : withRepeatedHours(starts, clock, spec.time.ambiguous), faults };
  };
};
