/** To 12 digits: what is left of the order in which processors add up does not show. */
export const rounded = (value: number): number => Number(value.toPrecision(12));

export const ratio = (sum: number, count: number): number | null =>
  count === 0 ? null : rounded(sum / count);
