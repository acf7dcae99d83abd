import type { Spec } from '@wattline/spec';
import type { DeletedRows, UploadRows } from './layers.ts';
import type { PlannedPiece } from './plan-pieces.ts';

/** What the first of a piece's layers make, where it was joined before. */
export interface BegunPiece {
  /** How many. */
  readonly layers: number;
  /** What they all are for the upload that joins. */
  readonly is: Exclude<UploadRows['is'], 'own'>;
}

/**
 * Whether a stored piece has the first layers of a planned one: then these are not read again, and what an upload costs
 * does not grow with the uploads before it. Undefined where the piece is to be joined of all its layers: the upload that
 * joins is among the first, some of these are its former self and others are not, or empty cells erased something with
 * which it is to be compared. Pure.
 *
 * @param layers of the dataset
 */
export const begunPiece = (
  piece: Pick<PlannedPiece, 'layers' | 'keyOf'>,
  layers: readonly (Pick<UploadRows, 'is'> | DeletedRows)[],
  stored: { readonly key: string; readonly layers?: number | undefined } | undefined,
  { emptyCells }: Pick<Spec, 'emptyCells'>,
): BegunPiece | undefined => {
  const count = stored?.layers ?? 0;
  if (emptyCells === 'erase' || count === 0 || count >= piece.layers.length) return undefined;
  const kinds = new Set(
    piece.layers.slice(0, count).flatMap((index) => {
      const layer = layers[index];
      return layer === undefined || 'deletes' in layer ? [] : [layer.is];
    }),
  );
  const [is] = kinds;
  if (kinds.size !== 1 || is === undefined || is === 'own') return undefined;
  return piece.keyOf(count) === stored?.key ? { layers: count, is } : undefined;
};
