import { intervalsIn, type Spec } from '@wattline/spec';
import { RejectedError } from '../errors.ts';
import type { IntervalIndex } from '../horizons/interval-index.ts';
import type { SplitBounds } from '../publish/split-bounds.ts';

/** The intervals of a fold's labels, by number. */
export interface FoldSpan {
  readonly fold: number;
  /** Trained on are those before. */
  readonly trainUntil: number;
  /** Tested are those from here to before `testUntil`. */
  readonly testFrom: number;
  readonly testUntil: number;
}

/**
 * The folds of a spec in the order of time. The last one ends where the test set begins, which stays for the end. Of what is
 * trained on, all labels were over when the first forecast of those that are tested was made.
 *
 * @param steps how many intervals after what it is made of a label is
 * @throws RejectedError where nothing is left to train the first one on
 */
export const foldSpans = (
  spec: Spec,
  { testFrom }: SplitBounds,
  intervals: IntervalIndex,
  steps: number,
): FoldSpan[] => {
  const { folds } = spec.split;
  if (folds === undefined) return [];
  const count = (duration: string | undefined, otherwise: number): number =>
    duration === undefined ? otherwise : intervalsIn(duration, spec.interval);
  const test = count(folds.test, 0);
  const [step, gap] = [count(folds.step, test), count(folds.gap, 0)];
  const end = intervals.indexOf(Date.parse(testFrom));
  const spans = Array.from({ length: folds.count }, (_, i): FoldSpan => {
    const testUntil = end - (folds.count - 1 - i) * step;
    const from = testUntil - test;
    return { fold: i + 1, trainUntil: from - gap - (steps - 1), testFrom: from, testUntil };
  });
  const [first] = spans;
  if (first !== undefined && first.trainUntil <= 0) throw nothingToTrainOn(folds.count, testFrom);
  return spans;
};

export const nothingToTrainOn = (count: number, testFrom: string): RejectedError =>
  new RejectedError(
    'FOLDS_TOO_LONG',
    `No row is left to train the first of ${count} folds on: they end at ${testFrom}, where the test set begins`,
    {
      place: { value: 'split.folds' },
      remedy:
        'Write fewer or shorter folds in split.folds, a shorter step or horizon, or bring earlier readings',
    },
  );
