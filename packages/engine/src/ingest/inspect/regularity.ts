/** How regular times are: what real series are, and wrong readings of them are not. */
export interface Regularity {
  /** Share of the commonest time between consecutive distinct times. */
  readonly steady: number;
  /** That time, in ms. */
  readonly step: number;
  /** Of the time from first to last, how much the distinct times fill at that step. */
  readonly filled: number;
  /** Share of rows that do not go back in time against the one before. */
  readonly inOrder: number;
}

const MONTH = { from: 28 * 86_400_000, to: 31 * 86_400_000 };

/** Of times in the order of the file, ms. */
export const regularityOf = (times: readonly number[]): Regularity => {
  let forward = 0;
  let backward = 0;
  for (let index = 1; index < times.length; index += 1) {
    const step = (times[index] ?? 0) - (times[index - 1] ?? 0);
    if (step > 0) forward += 1;
    else if (step < 0) backward += 1;
  }
  const distinct = [...new Set(times)].sort((a, b) => a - b);
  const tally = new Map<number, number>();
  for (let index = 1; index < distinct.length; index += 1) {
    const step = (distinct[index] ?? 0) - (distinct[index - 1] ?? 0);
    // A calendar month is one step, whatever its length.
    const key = step >= MONTH.from && step <= MONTH.to ? MONTH.from : step;
    tally.set(key, (tally.get(key) ?? 0) + 1);
  }
  const [step = 0, count = 0] = [...tally].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0] ?? [];
  const span = (distinct.at(-1) ?? 0) - (distinct[0] ?? 0);
  const moves = forward + backward;
  return {
    steady: distinct.length < 2 ? 0 : count / (distinct.length - 1),
    step,
    filled: span === 0 ? 1 : Math.min(1, ((distinct.length - 1) * step) / span),
    inOrder: moves === 0 ? 1 : Math.max(forward, backward) / moves,
  };
};
