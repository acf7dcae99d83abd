import { ENDS, eachEntity } from '../../pieces/piece-times.ts';
import type { PieceName, ShownPiece } from '../../pieces/shown-piece.ts';
import type { Boundaries } from '../../profile/index.ts';

/**
 * Steps between pieces: the last reading of an entity in one, and its first in the next, ms.
 *
 * @param pieces in the order of buckets and periods
 */
export const boundariesOf =
  (pieces: readonly (Pick<PieceName, 'bucket'> & Pick<ShownPiece, 'times'>)[]): Boundaries =>
  (add) => {
    let bucket = Number.NaN;
    let ends = new Map<string, number>();
    for (const piece of pieces) {
      // An entity is in one bucket.
      if (piece.bucket !== bucket) ends = new Map();
      bucket = piece.bucket;
      const { numbers } = piece.times;
      eachEntity(piece.times, (entity, rows, head, tail) => {
        const since = ends.get(entity);
        if (since !== undefined) add(entity, since, numbers[head] ?? Number.NaN);
        ends.set(entity, numbers[tail + Math.min(rows, ENDS) - 1] ?? Number.NaN);
      });
    }
  };
