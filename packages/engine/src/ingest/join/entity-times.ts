import type { EntityTimes, PieceName } from '../../pieces/shown-piece.ts';
import type { Boundary } from '../../profile/index.ts';

/** Steps are looked at three before, so of each end as many readings are known. */
const ENDS = 4;

/** @param at when it has readings, ms, ascending */
export const endsOf = (at: Float64Array): Omit<EntityTimes, 'entity'> => ({
  rows: at.length,
  head: [...at.subarray(0, ENDS)],
  tail: [...at.subarray(Math.max(0, at.length - ENDS))],
});

/**
 * Steps between pieces: the last reading of an entity in one, and its first in the next, ms.
 *
 * @param pieces in the order of buckets and periods
 */
export const boundariesOf = (
  pieces: readonly (Pick<PieceName, 'bucket'> & { readonly times: readonly EntityTimes[] })[],
): Boundary[] => {
  const boundaries: Boundary[] = [];
  let bucket = Number.NaN;
  let ends = new Map<string, number>();
  for (const piece of pieces) {
    // An entity is in one bucket.
    if (piece.bucket !== bucket) ends = new Map();
    bucket = piece.bucket;
    for (const { entity, head, tail } of piece.times) {
      const [since, until, end] = [ends.get(entity), head[0], tail.at(-1)];
      if (since !== undefined && until !== undefined) boundaries.push([entity, since, until]);
      if (end !== undefined) ends.set(entity, end);
    }
  }
  return boundaries;
};
