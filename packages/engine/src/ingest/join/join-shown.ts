import { join } from 'node:path';
import { SHOWN } from '../../pieces/shown-file.ts';
import { openShown } from '../../pieces/shown-layers.ts';
import { type PieceName, pieceName } from '../../pieces/shown-piece.ts';
import { type Profile, profilePieces } from '../../profile/index.ts';
import { type JoinedPiece, type JoinedPieces, joinPieces } from './join-pieces.ts';

type JoinOptions = Parameters<typeof joinPieces>[0];

/** A piece to be joined, or one of a version before, by what is in its file. */
type PieceTask = Omit<JoinOptions['pieces'][number], 'known'> & {
  readonly known?: Pick<JoinedPiece, 'bytes' | 'sha256'> | undefined;
};

export interface JoinedShown extends Omit<JoinedPieces, 'boundaries'> {
  readonly profile: Profile;
  /** Those that were joined now; `path` where it is no upload's file. */
  readonly made: readonly (PieceName & { readonly rows: number; readonly path?: string })[];
  /** Files of what all pieces show, the newest first: those of a version before, and one that was written now. */
  readonly shown: readonly string[];
}

/**
 * Joins readings piece by piece, and profiles them. Of the pieces of a version before, what they show is read instead of
 * their readings. `all`: what readings show together takes all of them; `again`: known pieces have to be looked at again.
 *
 * @param options.shown files of what pieces of a version before show, the newest first
 * @param options.sampled up to so many readings, all are sorted and correlated
 */
export const joinShown = async (
  options: Omit<JoinOptions, 'pieces'> & {
    readonly pieces: readonly PieceTask[];
    readonly shown: readonly string[];
    readonly sampled?: number;
  },
): Promise<JoinedShown | 'all' | 'again'> => {
  const shown = await openShown(options.shown);
  const tasks = new Map(options.pieces.map((piece) => [pieceName(piece), piece]));
  const pieces: JoinOptions['pieces'][number][] = [];
  for (const { known, ...piece } of options.pieces) {
    const found = known && shown.of(piece);
    if (known !== undefined && found === undefined) return 'again';
    pieces.push({ ...piece, ...(known && found && { known: { ...known, ...found } }) });
  }
  const joined = await joinPieces({ ...options, pieces });
  if (joined === undefined) return 'all';
  const { boundaries, ...rest } = joined;
  const toProfile = joined.pieces.map((piece) => {
    const { bucket, period, path, facts } = piece;
    const task = tasks.get(pieceName(piece));
    const known = task?.known && shown.of(piece);
    return { bucket, period, rows: facts.rows, path: path ?? task?.asIs?.path, known };
  });
  const profiled = await profilePieces({
    plan: joined.plan,
    pieces: toProfile,
    boundaries,
    ...(options.sampled !== undefined && { sampled: options.sampled }),
  });
  if (profiled === undefined) return 'again';
  const { profile, key, every } = profiled;
  const joinedOf = new Map(joined.pieces.map((piece) => [pieceName(piece), piece]));
  const made = profiled.made.flatMap((piece) => {
    const found = joinedOf.get(pieceName(piece));
    return found === undefined ? [] : [{ ...found, ...piece }];
  });
  const files = await shown.add(
    { key, every, pieces: made, others: joined.pieces },
    join(options.folder, SHOWN),
  );
  return {
    ...rest,
    profile,
    shown: files,
    made: made.map(({ bucket, period, path, facts: { rows } }) => ({
      bucket,
      period,
      rows,
      ...(path !== undefined && { path }),
    })),
  };
};
