/** What a register usually counts from one reading to the next, and the highest level that it has had. */
export interface RegisterState {
  /** How many steps rose. */
  readonly rises: number;
  readonly usualRise: number;
  /** In a ms. */
  readonly usualRate: number;
  readonly highest: number;
}

/** Fewer steps show nothing that is usual. */
const FEWEST = 3;
/** So many times what is usual is no consumption. */
const JUMP = 100;
/** So many times what is usual may be consumption. */
const PLAUSIBLE = 3;
/** What few rises exceed is no consumption where it is so many times what many do: the few are jumps. */
const FAR = 1000;

/** Of the rises which few exceed: the fewer there are, the less an unusual one may weigh. */
const fewExceed = (rises: readonly number[]): number => {
  const sorted = rises.toSorted((a, b) => a - b);
  const below = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
  const [most, more, many] = [below(0.99), below(0.95), below(0.75)];
  const isNear = (rise: number): boolean => rise <= many * FAR;
  if (rises.length >= 300 && isNear(most)) return most;
  return rises.length >= 30 && isNear(more) ? more : many;
};

/** What the levels of one register show; times in ms. */
export const stateOf = (at: readonly number[], levels: readonly number[]): RegisterState => {
  const rises: number[] = [];
  const rates: number[] = [];
  let highest = Number.NEGATIVE_INFINITY;
  for (const [i, level] of levels.entries()) {
    highest = Math.max(highest, level);
    const rise = level - (levels[i - 1] ?? Number.NaN);
    if (!(rise > 0)) continue;
    rises.push(rise);
    rates.push(rise / ((at[i] ?? 0) - (at[i - 1] ?? 0)));
  }
  return { rises: rises.length, usualRise: fewExceed(rises), usualRate: fewExceed(rates), highest };
};

export const hasUsual = ({ rises }: RegisterState): boolean => rises >= FEWEST;

/** Whether an amount in a time (ms) is more than so many times what is usual, and so is its rate. */
const exceeds = (state: RegisterState, amount: number, time: number, times: number): boolean =>
  amount > state.usualRise * times && amount / time > state.usualRate * times;

/** Whether an amount in a time is no consumption: by what a spec says, else by what is usual. */
export const isJump = (
  state: RegisterState,
  amount: number,
  time: number,
  mostPerHour: number | undefined,
): boolean =>
  mostPerHour === undefined
    ? hasUsual(state) && exceeds(state, amount, time, JUMP)
    : amount > time * (mostPerHour / 3_600_000);

/** Whether an amount in a time is like others, as far as others show it. */
export const isPlausible = (state: RegisterState, amount: number, time: number, times = PLAUSIBLE): boolean =>
  hasUsual(state) && !exceeds(state, amount, time, times);

/** Whether an amount is like others from one reading to the next, however long that was. */
export const isUsualRise = (state: RegisterState, amount: number): boolean =>
  hasUsual(state) && amount <= state.usualRise * PLAUSIBLE;
