/** A time between readings, in ms: how often it occurs, and how often right after one of the same length. */
export interface StepCount {
  readonly ms: number;
  readonly count: number;
  readonly onEnd: number;
  /** How often right after three of the same length. */
  readonly fourth: number;
}

/** Collects the times between readings. */
export interface Cadence {
  readonly add: (steps: readonly StepCount[]) => void;
  /** The usual time between readings, as a spec writes it (`10m`); undefined where no two readings follow each other. */
  readonly found: () => string | undefined;
  readonly steps: () => readonly StepCount[];
}

const units: readonly (readonly [unit: string, ms: number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
];

/** A duration as a spec writes it, in the largest unit that fits: in whole seconds from one on, in whole ms below. */
export const durationText = (ms: number): string => {
  const whole = ms < 1000 ? Math.max(1, Math.round(ms)) : Math.round(ms / 1000) * 1000;
  const [unit, size] = units.find(([, length]) => whole % length === 0) ?? ['ms', 1];
  return `${whole / size}${unit}`;
};

const S = 1000;
const M = 60 * S;
const H = 60 * M;
const D = 24 * H;
/** Times between readings that people choose. */
export const customary: readonly number[] = [
  ...[1, 2, 4, 5, 10, 20, 25, 40, 50, 100, 125, 200, 250, 500],
  ...[1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30].map((seconds) => seconds * S),
  ...[1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30].map((minutes) => minutes * M),
  ...[1, 2, 3, 4, 6, 8, 12].map((hours) => hours * H),
  ...[1, 7, 14].map((days) => days * D),
];

const sum = (counts: readonly StepCount[]): number => counts.reduce((total, { count }) => total + count, 0);

const median = (steps: readonly StepCount[]): number => {
  const half = sum(steps) / 2;
  let seen = 0;
  for (const { ms, count } of [...steps].sort((a, b) => a.ms - b.ms)) {
    seen += count;
    if (seen >= half) return ms;
  }
  return 0;
};

const meanOf = (steps: readonly StepCount[]): number =>
  steps.reduce((total, { ms, count }) => total + ms * count, 0) / sum(steps);

/** The customary time that the mean hits to half a percent, as it does of clocks that drift and are set right. */
const onAverage = (steps: readonly StepCount[]): number | undefined => {
  const mean = meanOf(steps);
  return customary.find(
    (near) =>
      Math.abs(mean - near) <= near * 0.005 &&
      sum(steps.filter(({ ms }) => Math.abs(ms - near) <= near * 0.25)) >= sum(steps) * 0.6,
  );
};

/** Where no step is common: the customary time nearest to the mean, so that there are about as many readings as expected. */
const irregular = (steps: readonly StepCount[]): number => {
  const mean = Math.log(meanOf(steps));
  return customary.reduce((a, b) => (Math.abs(Math.log(b) - mean) < Math.abs(Math.log(a) - mean) ? b : a));
};

/** The customary time that jittery steps are about; undefined where they are about none. */
const jittery = (steps: readonly StepCount[]): number | undefined => {
  const mean = meanOf(steps);
  // Gaps draw the mean up; clocks that drift and are set right draw the median off.
  return [median(steps), mean]
    .flatMap((middle) => customary.filter((ms) => Math.abs(middle - ms) <= ms * 0.05))
    .find((near) => {
      const about = steps.filter(({ ms }) => Math.abs(ms - near) <= near * 0.25);
      return sum(about) >= sum(steps) * 0.6;
    });
};

const together = (a: StepCount, b: StepCount): StepCount => ({
  ms: a.ms,
  count: a.count + b.count,
  onEnd: a.onEnd + b.onEnd,
  fourth: a.fourth + b.fourth,
});

/** Of the commonest step: below this share of all, readings come with jitter. */
const STEADY = 0.5;
/** Below this share, no step is common. */
const RARE = 0.05;

export const createCadence = (): Cadence => {
  const tally = new Map<number, StepCount>();
  return {
    add: (steps) => {
      for (const step of steps) {
        const before = tally.get(step.ms);
        tally.set(step.ms, before === undefined ? step : together(before, step));
      }
    },
    found: () => {
      const steps = [...tally.values()];
      const [most] = steps.sort((a, b) => b.count - a.count || a.ms - b.ms);
      if (most === undefined) return undefined;
      const share = most.count / sum(steps);
      const steady = share >= STEADY || (share >= STEADY / 2 && customary.includes(most.ms));
      const drifting = customary.includes(most.ms) ? undefined : onAverage(steps);
      if (drifting !== undefined) return durationText(drifting);
      if (steady) return durationText(most.ms);
      return durationText(jittery(steps) ?? (share < RARE ? irregular(steps) : most.ms));
    },
    steps: () => [...tally.values()],
  };
};

export const isCustomary = (ms: number): boolean => customary.includes(ms) || ms % D === 0;

/** Units of the calendar that have no fixed length, in days. */
const calendarUnits = [
  ['1mo', 28, 31],
  ['2mo', 59, 62],
  ['1q', 90, 92],
  ['4mo', 120, 123],
  ['6mo', 181, 184],
  ['1y', 365, 366],
] as const;

/** The unit of the calendar in which readings come, where its lengths differ: `1mo`; undefined for others. */
export const calendarUnit = (steps: readonly StepCount[]): string | undefined =>
  calendarUnits.find(([, least, most]) => {
    const fitting = steps.filter(({ ms }) => ms >= least * D && ms <= most * D);
    // Two months on end may both have 31 days.
    const isFew = sum(steps) <= 2 && fitting.every(({ ms }) => ms === most * D);
    return (fitting.length > 1 || (fitting.length === 1 && isFew)) && sum(fitting) >= sum(steps) * 0.9;
  })?.[0];
