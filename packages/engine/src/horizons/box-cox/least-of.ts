/** (3 − √5) / 2. */
const GOLDEN = 0.381966011250105;
const MOST_STEPS = 100;

/**
 * Where a function of one number is least between two bounds: Brent's method, parabolas through the last three points,
 * and the golden section where they do not help. What is no number counts as infinite.
 *
 * @param tolerance how far from it the answer may be
 */
export const leastOf = async (
  of: (x: number) => Promise<number>,
  [from, until]: readonly [number, number],
  tolerance: number,
): Promise<number> => {
  const at = async (place: number): Promise<number> => {
    const value = await of(place);
    return Number.isNaN(value) ? Number.POSITIVE_INFINITY : value;
  };
  let [low, high] = [from, until];
  // The best place so far, the second, and the third.
  let best = low + GOLDEN * (high - low);
  let [second, third] = [best, best];
  let valueOfBest = await at(best);
  let [valueOfSecond, valueOfThird] = [valueOfBest, valueOfBest];
  let [step, stepBefore] = [0, 0];
  for (let i = 0; i < MOST_STEPS; i += 1) {
    const middle = (low + high) / 2;
    if (Math.abs(best - middle) <= 2 * tolerance - (high - low) / 2) break;
    let isParabola = false;
    if (Math.abs(stepBefore) > tolerance) {
      const r = (best - second) * (valueOfBest - valueOfThird);
      const q = (best - third) * (valueOfBest - valueOfSecond);
      const p = (best - third) * q - (best - second) * r;
      const divisor = 2 * (q - r);
      const own = -p / divisor;
      const isWithin = best + own > low && best + own < high;
      if (Number.isFinite(own) && isWithin && Math.abs(own) < Math.abs(stepBefore / 2)) {
        isParabola = true;
        stepBefore = step;
        step = own;
        const next = best + step;
        if (next - low < 2 * tolerance || high - next < 2 * tolerance)
          step = best < middle ? tolerance : -tolerance;
      }
    }
    if (!isParabola) {
      stepBefore = (best < middle ? high : low) - best;
      step = GOLDEN * stepBefore;
    }
    const next = best + (Math.abs(step) >= tolerance ? step : step > 0 ? tolerance : -tolerance);
    const value = await at(next);
    if (value <= valueOfBest) {
      if (next < best) high = best;
      else low = best;
      [third, second, best] = [second, best, next];
      [valueOfThird, valueOfSecond, valueOfBest] = [valueOfSecond, valueOfBest, value];
    } else {
      if (next < best) low = next;
      else high = next;
      if (value <= valueOfSecond || second === best) {
        [third, second] = [second, next];
        [valueOfThird, valueOfSecond] = [valueOfSecond, value];
      } else if (value <= valueOfThird || third === best || third === second) {
        third = next;
        valueOfThird = value;
      }
    }
  }
  return best;
};
