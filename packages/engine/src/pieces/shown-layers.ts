import { thinned } from '../profile/sample.ts';
import { readShown, type ShownFile, writeShown } from './shown-file.ts';
import { type PieceName, pieceName, type ShownPiece } from './shown-piece.ts';

/**
 * A file stays as it is while it has so many times as many pieces as are written now. So there are few files however many
 * uploads there were, and an upload of a few pieces writes a few.
 */
const STAYS = 8;

/** What pieces of versions before show, in files, the newest first: what a newer one has is not looked for after it. */
export interface ShownLayers {
  readonly of: (piece: PieceName) => (ShownPiece & Pick<ShownFile, 'key'>) | undefined;
  /**
   * Writes what pieces show that were made now. Where what all pieces show is: files, the newest first.
   *
   * @param made.others of the version, besides those that were made now
   */
  readonly add: (
    made: ShownFile & { readonly others: readonly PieceName[] },
    path: string,
  ) => Promise<string[]>;
}

/** @param paths of files, the newest first */
export const openShown = async (paths: readonly string[]): Promise<ShownLayers> => {
  const files = await Promise.all(paths.map(async (path) => ({ path, ...(await readShown(path)) })));
  const found = new Map<string, ShownPiece & Pick<ShownFile, 'key'>>();
  for (const { key, pieces } of files)
    for (const piece of pieces) {
      const name = pieceName(piece);
      if (!found.has(name)) found.set(name, { ...piece, key });
    }
  return {
    of: (piece) => found.get(pieceName(piece)),
    add: async ({ key, every, pieces, others }, path) => {
      const own = new Map(pieces.map((piece) => [pieceName(piece), piece]));
      const wanted = new Set(others.map(pieceName));
      let kept = 0;
      for (const file of files) {
        const isAlike = file.key === key && file.every === every;
        if (isAlike && file.pieces.length >= STAYS * own.size) break;
        kept += 1;
        for (const { bucket, period } of file.pieces) {
          const name = pieceName({ bucket, period });
          const piece = found.get(name);
          if (piece === undefined || own.has(name) || !wanted.has(name)) continue;
          const { key: _, ...shown } = piece;
          own.set(name, { ...shown, sample: thinned(shown.sample, every) });
        }
      }
      const rest = paths.slice(kept);
      if (own.size === 0) return rest;
      await writeShown({ key, every, pieces: [...own.values()] }, path);
      return [path, ...rest];
    },
  };
};
