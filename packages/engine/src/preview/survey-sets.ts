import type { Spec } from '@wattline/spec';
import { foldSpans } from '../folds/fold-spans.ts';
import { horizonList } from '../horizons/horizon-list.ts';
import { createIntervalIndex } from '../horizons/interval-index.ts';
import { intervalsLate } from '../horizons/intervals-late.ts';
import { splitBounds } from '../publish/split-bounds.ts';

export interface SurveySets {
  /** Files of training sets: of the row's own interval, of each horizon, and of folds. */
  readonly trainingFiles: number;
  /** How often a feature row is in one of them: once, once more for each horizon, and in folds. */
  readonly trainingCopies: number;
}

/** What training sets a spec asks for. Throws RejectedError where nothing is left to train a fold on. */
export const surveySets = (spec: Spec, span: { readonly from: string; readonly to: string }): SurveySets => {
  const steps = [1 + intervalsLate(spec), ...horizonList(spec).map((horizon) => horizon.steps)];
  const whole = { trainingFiles: 3 * steps.length, trainingCopies: steps.length };
  if (spec.split.folds === undefined) return whole;
  const intervals = createIntervalIndex(spec, span);
  const bounds = splitBounds(spec, span);
  const all = intervals.indexOf(Date.parse(span.to)) + 1;
  const folds = steps.flatMap((back) => foldSpans(spec, bounds, intervals, back));
  const inFolds = folds.reduce(
    (sum, { trainUntil, testFrom, testUntil }) => sum + trainUntil + testUntil - testFrom,
    0,
  );
  return {
    trainingFiles: whole.trainingFiles + 2 * folds.length,
    trainingCopies: whole.trainingCopies + inFolds / all,
  };
};
