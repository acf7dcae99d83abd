import type { Spec } from '@wattline/spec';
import type { DataFrame } from 'nodejs-polars';
import { DEFAULT_ENTITY } from '../../columns.ts';
import { usualStep } from '../../features/reading-step.ts';
import { type PieceName, pieceName, type ShownPiece } from '../../pieces/shown-piece.ts';
import {
  type KnownPart,
  partOfPiece,
  profiledBy,
  profilePartKey,
  sampledEvery,
} from '../../profile/index.ts';
import { pieceFactsOf } from './piece-facts-of.ts';

/** What a piece shows, and what decided its part of the profile besides the readings. */
export type LookedAt = KnownPart & Pick<ShownPiece, 'facts' | 'times'>;

/** Looks at the readings of a piece while they are at hand. */
export type LookAtPiece = (
  piece: PieceName & {
    readonly readings: DataFrame;
    /** First and last reading of the bucket, UTC. */
    readonly from: string;
    readonly to: string;
    /** The time between readings, as far as it shows. */
    readonly cadence: string | undefined;
  },
) => Promise<void>;

/**
 * Looks at the pieces of a dataset's first file while they are settled, so that they need not be read again for their
 * profile. It goes by what the file shows so far: a part that was made by something else is of no use, and is made again.
 *
 * @param file.rows at least so many readings as it will have
 */
export const createLook = ({
  spec,
  rows,
}: {
  readonly spec: Spec;
  readonly rows: number;
}): { readonly look: LookAtPiece; readonly found: ReadonlyMap<string, LookedAt> } => {
  const every = sampledEvery(rows);
  const columns = { entity: spec.entity ?? DEFAULT_ENTITY, values: Object.keys(spec.values) };
  const found = new Map<string, LookedAt>();
  // One at a time: each has its readings as numbers too.
  let turn: Promise<unknown> = Promise.resolve();
  return {
    found,
    look: ({ readings, from, to, cadence, ...piece }) => {
      const lookAt = async (): Promise<void> => {
        const shown = { ...spec, time: { ...spec.time, ...(cadence !== undefined && { cadence }) } };
        const shows = await pieceFactsOf(readings, columns);
        const part = await partOfPiece(readings, piece, {
          profiledBy: profiledBy({ spec: shown, from, to }),
          step: usualStep(shown),
          every,
        });
        if (part) found.set(pieceName(piece), { ...part, ...shows, key: profilePartKey(shown) });
      };
      const looked = turn.then(lookAt);
      turn = looked.catch(() => undefined);
      return looked;
    },
  };
};
