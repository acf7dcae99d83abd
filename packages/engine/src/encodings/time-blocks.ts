import type { IntervalIndex } from '../horizons/interval-index.ts';

/** A part of the training span: its rows are encoded by what was known before it. */
export interface TimeBlock {
  /** It begins there, ms. */
  readonly from: number;
  /** Labels of intervals before were known when the first of its rows was made, ms. */
  readonly knownUntil: number;
}

/**
 * Parts of the training span, of equal length in intervals, in the order of time.
 *
 * Means of other parts would do for rows that know nothing of time. Of series, those of later parts tell a row how its
 * meter went on; and where loads move, the mean of all parts but its own lies on the other side of it. So rows have means
 * of earlier parts alone, as served rows do.
 *
 * @param until ms; rows before are trained on
 * @param steps how many intervals after what it is made of a label is
 */
export const timeBlocks = (
  intervals: IntervalIndex,
  until: number,
  steps: number,
  count: number,
): TimeBlock[] => {
  const end = intervals.indexOf(until);
  const starts = new Set(Array.from({ length: count }, (_, block) => Math.round((block * end) / count)));
  return [...starts].map((index) => ({
    from: intervals.startOf(index),
    knownUntil: intervals.startOf(Math.max(0, index - (steps - 1))),
  }));
};
