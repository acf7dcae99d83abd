import type { StepCount } from '../settle/cadence.ts';

type Counted = { -readonly [Key in keyof StepCount]: StepCount[Key] };

/** How often each time between readings occurs, by its length in ms. */
export type StepTally = Map<number, Counted>;

const counted = (tally: StepTally, ms: number): Counted => {
  const found = tally.get(ms) ?? { ms, count: 0, onEnd: 0, fourth: 0 };
  if (found.count === 0) tally.set(ms, found);
  return found;
};

/**
 * Adds the steps of one entity as `stepsOf` counts them: `onEnd` where the step before is as long, `fourth` where the
 * three before are.
 *
 * @param at ms, ascending
 */
export const tallySteps = (tally: StepTally, at: Float64Array): void => {
  let before = Number.NaN;
  /** How many of the steps before are as long as the last one: 1 for itself. */
  let alike = 0;
  let found: Counted | undefined;
  for (let i = 1; i < at.length; i += 1) {
    const ms = (at[i] ?? 0) - (at[i - 1] ?? 0);
    if (found === undefined || ms !== before) {
      found = counted(tally, ms);
      alike = 0;
    }
    before = ms;
    alike += 1;
    found.count += 1;
    if (alike > 1) found.onEnd += 1;
    if (alike > 3) found.fourth += 1;
  }
};

/**
 * Adds the steps of an entity that follow from the readings before a piece, where `tallySteps` has counted those within
 * it.
 *
 * @param before the last readings before the piece, four at most, ms
 * @param head the first readings of the piece, four at most, ms
 */
export const tallyBoundary = (tally: StepTally, before: readonly number[], head: readonly number[]): void => {
  if (before.length === 0) return;
  const at = [...before, ...head];
  const step = (i: number): number | undefined => {
    const [a, b] = [at[i - 1], at[i]];
    return a === undefined || b === undefined ? undefined : b - a;
  };
  const isAgain = (i: number): boolean => step(i) !== undefined && step(i) === step(i - 1);
  for (let j = 0; j < head.length; j += 1) {
    const i = before.length + j;
    const ms = step(i);
    if (ms === undefined) continue;
    const found = counted(tally, ms);
    if (j === 0) found.count += 1;
    if (j < 2 && isAgain(i)) found.onEnd += 1;
    if (isAgain(i) && isAgain(i - 1) && isAgain(i - 2)) found.fourth += 1;
  }
};
