/**
 * The sum of numbers as Polars adds them up (Kahan, with the compensation as it is there): the same bits.
 */
export const kahanSum = (numbers: readonly number[]): number => {
  // Nothing, to which even a negative zero can be added.
  let sum = -0;
  let lost = 0;
  for (const number of numbers) {
    const corrected = number - lost;
    const next = sum + corrected;
    lost = next - sum - corrected;
    sum = next;
  }
  return sum;
};
