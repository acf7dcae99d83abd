import { ENDS, type Ends } from '../../pieces/piece-times.ts';
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

/** The steps that end at a boundary, or up to three after it. */
const around = new Float64Array(2 * ENDS - 1);

/**
 * Adds the steps of an entity that follow from the readings before a piece, where `tallySteps` has counted those within
 * it.
 *
 * @param before the last readings before the piece
 * @param numbers has the first readings of the piece from `head` on, so many, four at most: ms
 */
export const tallyBoundary = (
  tally: StepTally,
  before: Ends,
  numbers: Float64Array,
  head: number,
  count: number,
): void => {
  if (before.count === 0) return;
  const { at, count: past } = before;
  for (let i = 1; i < past; i += 1) around[i - 1] = (at[i] ?? 0) - (at[i - 1] ?? 0);
  let last = at[past - 1] ?? 0;
  for (let j = 0; j < count; j += 1) {
    const next = numbers[head + j] ?? 0;
    around[past - 1 + j] = next - last;
    last = next;
  }
  for (let j = 0; j < count; j += 1) {
    const i = past - 1 + j;
    const ms = around[i] ?? 0;
    /** How many of the steps before it are as long, three at most. */
    let alike = 0;
    while (alike < 3 && alike < i && around[i - 1 - alike] === ms) alike += 1;
    if (j > 0 && alike === 0) continue;
    const found = counted(tally, ms);
    if (j === 0) found.count += 1;
    if (j < 2 && alike > 0) found.onEnd += 1;
    if (alike > 2) found.fourth += 1;
  }
};
