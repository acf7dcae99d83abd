import { calendarMonths, durationMs, withinOf } from '@wattline/features';
import type { Spec } from '@wattline/spec';
import { readingPeriods } from '../periods/reading-periods.ts';

/** Rows that are of no time. */
export const STATIC = 'static';
/** Where entities are. */
export const PLACES = 'places';

/** Some rows of another dataset with the columns that are joined: a Parquet file, sorted by (entity, time). */
export interface JoinedPiece {
  readonly join: string;
  /** Of this dataset's partitions, in which the rows count; or `static`, or `places`. */
  readonly period: string;
  readonly sha256: string;
}

const MONTH = 31 * 86_400_000;
/** Clocks that go back make an interval longer. */
const CLOCKS = 2 * 3_600_000;

const longestMs = (duration: string): number => {
  const months = calendarMonths(duration);
  return months === undefined ? durationMs(duration) : months * MONTH;
};

/** The pieces that rows from `from` on, before `until` (ms), may have columns of: more rather than fewer. */
export const piecesAround = <Piece extends Pick<JoinedPiece, 'join' | 'period'>>(
  spec: Spec,
  pieces: readonly Piece[],
  { from, until }: { readonly from: number; readonly until: number },
): Piece[] => {
  const late = longestMs(spec.interval) + CLOCKS;
  const wanted = new Map(
    Object.entries(spec.joins ?? {}).map(([join, options]) => {
      const span = { from: from - longestMs(withinOf(options)), to: until + late };
      return [join, new Set(readingPeriods(spec, span).map(({ period }) => period))];
    }),
  );
  return pieces.filter(
    ({ join, period }) => period === STATIC || period === PLACES || wanted.get(join)?.has(period) === true,
  );
};
