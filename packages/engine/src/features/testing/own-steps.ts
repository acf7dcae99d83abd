import { JITTER } from '@wattline/features';

/** When a reading is, and the time until the next is due where its series has its own, ms. */
interface Stepped {
  readonly at: number;
  readonly step?: number;
}

/** While readings come by one step, ms. */
interface Phase {
  readonly from: number;
  /** The last reading before the next phase. */
  readonly last: number;
  readonly step: number;
}

interface Steps {
  /** Of readings without one of their own, ms. */
  readonly usual: number;
  /** Readings that come more seldom should be one in each interval. */
  readonly interval: number;
}

/** Halves go to the even number: a day of 24.5 hours on Lord Howe Island has 24 readings an hour apart. */
export const toWhole = (number: number): number => {
  const below = Math.floor(number);
  const isHalf = number - below === 0.5;
  return isHalf ? below + (below % 2) : Math.round(number);
};

const phasesOf = (own: readonly Stepped[], { usual, interval }: Steps): Phase[] => {
  const phases: Phase[] = [];
  for (const { at, step: given = usual } of own) {
    const step = Math.min(given, interval);
    const phase = phases.at(-1);
    if (phase?.step === step) phases[phases.length - 1] = { ...phase, last: at };
    else phases.push({ from: at, last: at, step });
  }
  return phases;
};

/** How many of the times that lie whole steps from an anchor are in a stretch; a little early counts as on time. */
const dueIn = (anchor: number, step: number, from: number, until: number): number => {
  const early = step * JITTER;
  let due = anchor;
  while (due >= from - early) due -= step;
  let count = 0;
  for (due += step; due < until - early; due += step) if (due >= from - early) count += 1;
  return count;
};

/** How many readings a series should have in an interval, by the steps that are in force there. */
export const expectedByOwnSteps = (
  own: readonly Stepped[],
  { start, end }: { readonly start: number; readonly end: number },
  steps: Steps,
): number => {
  const phases = phasesOf(own, steps);
  const first = phases.findLast(({ from }) => from <= start) ?? phases[0];
  const within = phases.filter((phase) => phase !== phases[0] && phase.from > start && phase.from < end);
  if (within.length === 0) return toWhole((end - start) / (first?.step ?? steps.usual));
  return [first, ...within].reduce((sum, phase, index) => {
    if (phase === undefined) return sum;
    const from = Math.max(phase.from, start);
    const next = within[index];
    // Up to a change, readings are counted back from the last before it; after the last, on from its first.
    return (
      sum +
      (next === undefined
        ? dueIn(phase.from, phase.step, phase.from, end)
        : dueIn(phase.last, phase.step, index === 0 ? start : from, next.from))
    );
  }, 0);
};
