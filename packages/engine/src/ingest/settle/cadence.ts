/** Collects the times between readings; tells the most common one. */
export interface Cadence {
  readonly add: (steps: readonly (readonly [ms: number, count: number])[]) => void;
  /** As a spec writes it (`10m`); undefined where no two readings follow each other. The shortest wins a tie. */
  readonly found: () => string | undefined;
}

const units: readonly (readonly [unit: string, ms: number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
];

/** A duration as a spec writes it, in the largest unit that fits; at least a second. */
export const durationText = (ms: number): string => {
  const whole = Math.max(1000, Math.round(ms / 1000) * 1000);
  const [unit, size] = units.find(([, length]) => whole % length === 0) ?? ['s', 1000];
  return `${whole / size}${unit}`;
};

export const createCadence = (): Cadence => {
  const tally = new Map<number, number>();
  return {
    add: (steps) => {
      for (const [ms, count] of steps) {
        tally.set(ms, (tally.get(ms) ?? 0) + count);
      }
    },
    found: () => {
      const [most] = [...tally].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
      return most === undefined ? undefined : durationText(most[0]);
    },
  };
};
