import { customary, durationText, type StepCount } from './cadence.ts';

/** Steps that lie so near to each other are one, unless both occur on end. */
const NEAR = 0.15;
/** Of all steps: what few are about is no step at all. */
const RARE = 0.005;
const FEW = 4;
const MOST = 16;
/** Of all steps: what as many are about is how readings come, whatever the others are. */
const SEVERAL = 0.25;

const isNear = (a: number, b: number, share = NEAR): boolean => Math.abs(a - b) <= share * b;

/** Whether one of these steps mostly follows another of the same length, as steps without jitter do. */
const isSteady = ({ count, onEnd }: StepCount): boolean => onEnd >= count / 2;

/** Without jitter its own length, else the customary one that it is about. */
const lengthOf = (step: StepCount): number =>
  isSteady(step) ? step.ms : (customary.find((ms) => isNear(step.ms, ms, 0.05)) ?? step.ms);

/** Steps of which four occur on end somewhere. */
const lasting = (steps: readonly StepCount[]): StepCount[] => {
  const found: StepCount[] = [];
  for (const step of steps.filter(({ fourth }) => fourth > 0).sort((a, b) => b.count - a.count)) {
    const near = found.find(({ ms }) => isNear(step.ms, ms));
    if (near === undefined || (isSteady(step) && isSteady(near))) found.push(step);
  }
  return found;
};

/** Customary steps that jittery ones are about. */
const jittery = (steps: readonly StepCount[], found: readonly number[]): number[] => {
  const total = steps.reduce((sum, { count }) => sum + count, 0);
  const about = customary
    .filter((ms) => !found.some((other) => isNear(ms, other)))
    .map((ms) => ({
      ms,
      count: steps.reduce(
        (sum, step) => (step.ms !== ms && isNear(step.ms, ms, 0.1) ? sum + step.count : sum),
        0,
      ),
    }))
    .filter(({ count }) => count >= Math.max(FEW, RARE * total))
    .sort((a, b) => b.count - a.count);
  const kept: number[] = [];
  for (const { ms } of about) if (!kept.some((other) => isNear(ms, other, 0.25))) kept.push(ms);
  return kept;
};

/**
 * The times between readings that a file may have for a while, in ms: one where all readings come alike, however many
 * of them are missing; none where they come as it happens.
 */
export const stepCandidates = (steps: readonly StepCount[]): number[] => {
  const exact = [...new Set(lasting(steps).map(lengthOf))];
  return [...exact, ...jittery(steps, exact)].slice(0, MOST);
};

/** A candidate with the times that are about it: from exclusive, to inclusive. */
export interface StepRange {
  readonly ms: number;
  readonly from: number;
  readonly to: number;
}

/** Each candidate with the times that are about it, in order. */
export const stepRanges = (candidates: readonly number[]): StepRange[] => {
  const sorted = candidates.toSorted((a, b) => a - b);
  return sorted.map((ms, i) => ({
    ms,
    from: Math.max(ms * 0.75, Math.sqrt(ms * (sorted[i - 1] ?? 0))),
    to: Math.min(ms * 1.25, Math.sqrt(ms * (sorted[i + 1] ?? Number.POSITIVE_INFINITY))),
  }));
};

/** Where a file has several steps, all of them jittery: that which most readings are about. */
export const commonest = (candidates: readonly number[], steps: readonly StepCount[]): string | undefined => {
  if (candidates.length < 2) return undefined;
  const total = steps.reduce((sum, { count }) => sum + count, 0);
  const [most] = stepRanges(candidates)
    .map(({ ms, from, to }) => ({
      ms,
      count: steps.reduce((sum, step) => (step.ms > from && step.ms <= to ? sum + step.count : sum), 0),
    }))
    .sort((a, b) => b.count - a.count);
  return most !== undefined && most.count >= total * SEVERAL ? durationText(most.ms) : undefined;
};
