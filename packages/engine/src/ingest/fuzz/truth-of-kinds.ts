import type { Shape } from './axes.ts';
import type { Reading } from './reading.ts';

/** Where counters roll over. */
const TURN = 10_000;
/** Levels and amounts are hundredths, which add up exactly. */
const HUNDREDTHS = 100;

/** What was used from one reading to the next, in hundredths: some of what the gauge shows, nothing at night. */
const usedIn = ({ values }: Reading): number => Math.max(0, Math.round((values.load ?? 0) - 700));

/** The readings of one series as those of a kind: what is read instead of a state. Gauges stay as they are. */
export const asKind = (readings: readonly Reading[], kind: Shape['kind']): readonly Reading[] => {
  if (kind === 'gauge') return readings;
  const withLoad = (reading: Reading, load: number): Reading => ({
    ...reading,
    values: { ...reading.values, load },
  });
  if (kind === 'total') return readings.map((reading) => withLoad(reading, usedIn(reading) / HUNDREDTHS));
  if (kind === 'circular')
    return readings.map((reading, index) =>
      withLoad(
        reading,
        (Math.round((((reading.values.load ?? 0) * 0.3 + index * 2) % 360) * 100) / 100) % 360,
      ),
    );
  const used = readings.map(usedIn);
  const middle = Math.floor(readings.length / 2);
  const before = used.slice(0, middle).reduce((sum, one) => sum + one, 0);
  const turn = TURN * HUNDREDTHS;
  let level = kind === 'register that rolls over' ? turn - before - 1 : 123_456;
  return readings.map((reading, index) => {
    // A reading has what was used until then.
    if (index > 0) level += used[index - 1] ?? 0;
    if (kind === 'register that rolls over') level %= turn;
    if (kind === 'register that begins again' && index === middle) level = used[index - 1] ?? 0;
    return withLoad(reading, level / HUNDREDTHS);
  });
};

interface Piece {
  readonly from: number;
  readonly until: number;
  readonly amount: number;
}

/** What was used between readings of a register that are known, or the amounts of a total, each with its time. */
const piecesOf = (readings: readonly Reading[], kind: Shape['kind'], stepMs: number): Piece[] => {
  const known = readings.flatMap(({ at, values: { load } }) =>
    typeof load === 'number' ? [{ at, load }] : [],
  );
  if (kind === 'total') return known.map(({ at, load }) => ({ from: at, until: at + stepMs, amount: load }));
  return known.slice(1).map(({ at, load }, index) => {
    const before = known[index] ?? { at, load };
    const fell = load < before.load;
    const rolled = kind === 'register that rolls over' ? load + TURN - before.load : load;
    return { from: before.at, until: at, amount: fell ? rolled : load - before.load };
  });
};

const meanDirection = (degrees: readonly number[]): number => {
  const [x, y] = [Math.cos, Math.sin].map((part) =>
    degrees.reduce((sum, one) => sum + part((one / 180) * Math.PI), 0),
  );
  return ((Math.atan2(y ?? 0, x ?? 0) / Math.PI) * 180 + 360) % 360;
};

/** By the start of each interval, ms, that has one: what a series' readings come to. Intervals begin at whole days. */
export type IntervalValues = ReadonlyMap<number, number>;

/** Of each interval its sum, or the mean of its directions, worked out plainly. */
export const valuesOfIntervals = (
  readings: readonly Reading[],
  kind: Shape['kind'],
  { stepMs, intervalMs }: { readonly stepMs: number; readonly intervalMs: number },
): IntervalValues => {
  const startOf = (at: number): number => Math.floor(at / intervalMs) * intervalMs;
  if (kind === 'circular') {
    const directions = Map.groupBy(
      readings.filter(({ values }) => values.load !== null),
      ({ at }) => startOf(at),
    );
    return new Map(
      [...directions].map(([start, rows]) => [
        start,
        meanDirection(rows.map(({ values }) => values.load ?? 0)),
      ]),
    );
  }
  const sums = new Map<number, number>();
  for (const { from, until, amount } of piecesOf(readings, kind, stepMs))
    for (let start = startOf(from); start < until; start += intervalMs) {
      const inside = Math.min(until, start + intervalMs) - Math.max(from, start);
      sums.set(start, (sums.get(start) ?? 0) + (amount * inside) / (until - from));
    }
  return sums;
};
