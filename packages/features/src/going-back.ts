import { calendarMonths, type Duration, durationMs } from './duration.ts';
import type { Steps } from './frame.ts';
import { wallSteps } from './internal-columns.ts';
import type { Series } from './online.ts';

/** So long before a row: by the time that passed, or by what local clocks showed. */
export interface Back {
  readonly by: Duration;
  /** How many intervals that is, were no clock changed. */
  readonly steps: number;
  /** By local clocks: ms. */
  readonly wallMs: number | undefined;
}

/** Months of the calendar are the same number of intervals by every clock. */
export const isFixed = (by: Duration): boolean => calendarMonths(by) === undefined;

export const goingBack = (by: Duration, steps: number, isWall: boolean): Back => ({
  by,
  steps,
  wallMs: isWall && isFixed(by) ? durationMs(by) : undefined,
});

/** How many rows before that is, of a frame. */
export const stepsOf = ({ by, steps, wallMs }: Back): Steps =>
  wallMs === undefined ? steps : { column: wallSteps(by) };

/** How many rows before a row of a series; the earlier of two, undefined where clocks skipped it. */
export const stepsFrom = ({ steps, wallMs }: Back, series: Series, row: number): number | undefined => {
  if (wallMs === undefined) return steps;
  const source = series.rowAt(series.localOf(row) - wallMs);
  return source === undefined ? undefined : row - source;
};
