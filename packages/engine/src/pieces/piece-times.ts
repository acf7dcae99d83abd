/** Steps are looked at three before, so of each end of an entity's readings as many are known. */
export const ENDS = 4;
/** Of an entity: its place among the names, how many readings it has, and the first and last of them. */
export const TIMES = 2 + 2 * ENDS;

/**
 * When entities have readings in a piece: numbers alone, for there are as many as entities times pieces, and no object is
 * made of each.
 */
export interface PieceTimes {
  readonly names: readonly string[];
  /** Of each entity, in the order of the piece: `TIMES` numbers. Instants are ms since 1970; NaN where there are fewer. */
  readonly numbers: Float64Array;
}

/** @param entities when each has readings, ms, ascending */
export const timesOf = (
  entities: readonly { readonly entity: string; readonly at: Float64Array }[],
): PieceTimes => {
  const numbers = new Float64Array(entities.length * TIMES).fill(Number.NaN);
  for (const [place, { at }] of entities.entries()) {
    const from = place * TIMES;
    numbers[from] = place;
    numbers[from + 1] = at.length;
    numbers.set(at.subarray(0, ENDS), from + 2);
    numbers.set(at.subarray(Math.max(0, at.length - ENDS)), from + 2 + ENDS);
  }
  return { names: entities.map(({ entity }) => entity), numbers };
};

/** The last readings of an entity so far, four at most. */
export interface Ends {
  readonly at: Float64Array;
  count: number;
}

/** Adds the last readings of a piece, from `from` on in its numbers. */
export const addEnds = (ends: Ends, numbers: Float64Array, from: number, count: number): void => {
  const { at } = ends;
  const kept = Math.min(ends.count, ENDS - count);
  at.copyWithin(0, ends.count - kept, ends.count);
  for (let i = 0; i < count; i += 1) at[kept + i] = numbers[from + i] ?? Number.NaN;
  ends.count = kept + count;
};

/** Goes through the entities of a piece: name, readings, and where the first and last of them are in its numbers. */
export const eachEntity = (
  { names, numbers }: PieceTimes,
  look: (entity: string, rows: number, head: number, tail: number) => void,
): void => {
  for (let from = 0; from < numbers.length; from += TIMES)
    look(names[numbers[from] ?? -1] ?? '', numbers[from + 1] ?? 0, from + 2, from + 2 + ENDS);
};
