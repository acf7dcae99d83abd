/** Half a second, doubled each time up to 15 s, with some chance in it so that pages do not come back at once. */
export const backoffMs = (failures: number, random = Math.random()): number =>
  Math.min(15_000, 500 * 2 ** Math.min(failures, 5)) * (0.75 + random / 2);
