import type { DataFrame } from 'nodejs-polars';
import { type ReadingStep, readingStepOf } from '../features/reading-step.ts';
import { scanFile } from '../features/scan-file.ts';
import type { PieceName, PieceNumbers, ShownPiece } from '../pieces/shown-piece.ts';
import type { Plan } from '../plan.ts';
import { readAhead } from '../polars/read-ahead.ts';
import { describeProfile } from './describe-profile.ts';
import { createGaps } from './gaps.ts';
import type { Profile } from './profile.ts';
import { type ProfilePart, profilePart } from './profile-part.ts';
import { type ProfiledBy, profiledBy, profilePartKey } from './profiled-by.ts';
import { sampledEvery, thinned } from './sample.ts';

/** A piece of the readings of a version. */
export interface PieceToProfile extends PieceName {
  readonly rows: number;
  /** Its file, where that is here. */
  readonly path?: string | undefined;
  /** As a version before knows it; `key` names what decided that besides the readings. */
  readonly known?: KnownPart | undefined;
}

/** A piece's part of a profile. */
type ProfiledPiece = PieceNumbers & Pick<ShownPiece, 'profile'>;

export interface ProfiledPieces {
  readonly profile: Profile;
  /** Names what decided parts besides the readings. */
  readonly key: string;
  /** Of so many readings one is in a sample. */
  readonly every: number;
  /** The parts of those that were read now. */
  readonly made: readonly NamedPart[];
  /** Of all, in their order. */
  readonly parts: readonly NamedPart[];
}

type NamedPart = ProfiledPiece & PieceName;

/** A piece's part of a profile, and what decided it besides the readings. */
export interface KnownPart extends ProfiledPiece {
  readonly key: string;
}

/** The part of one piece, whose readings are at hand. */
export const partOfPiece = async (
  readings: DataFrame,
  { bucket, period }: PieceName,
  by: { readonly profiledBy: ProfiledBy; readonly step: ReadingStep; readonly every: number },
): Promise<ProfiledPiece | undefined> => {
  const periods = [{ period, until: Number.POSITIVE_INFINITY }];
  const { step, every } = by;
  const part = await profilePart({ frame: readings, bucket, step, periods, every }, by.profiledBy);
  const [[, sample] = ['', undefined]] = part.samples;
  const { sums, gaps, words } = part;
  return sample && { sums, sample, profile: { gaps, words } };
};

/** Goes through steps between pieces: the last reading of an entity in one, and its first in the next, ms. */
export type Boundaries = (add: (entity: string, since: number, until: number) => void) => void;

/**
 * Profiles readings piece by piece: those whose parts a version before has are not read. The profile is that which
 * `profileReadings` makes of all of them. Undefined where a piece that is not here would have to be read.
 *
 * @param options.pieces in the order of buckets and periods
 * @param options.boundaries gone through when all pieces were looked at
 * @param options.look sees the readings of each piece that is read
 */
export const profilePieces = async (options: {
  readonly plan: Pick<Plan, 'spec' | 'from' | 'to' | 'buckets'>;
  readonly pieces: readonly PieceToProfile[];
  readonly boundaries: Boundaries;
  readonly look?: (piece: PieceToProfile, readings: DataFrame) => Promise<void>;
  /** Up to so many readings, all are sorted and correlated. */
  readonly sampled?: number;
}): Promise<ProfiledPieces | undefined> => {
  const { plan, pieces, boundaries, look } = options;
  const { spec } = plan;
  const by = profiledBy(plan);
  const key = profilePartKey(spec);
  const every = sampledEvery(
    pieces.reduce((sum, { rows }) => sum + rows, 0),
    options.sampled,
  );
  const step = readingStepOf(spec, {});
  const parts: NamedPart[] = [];
  const made: NamedPart[] = [];
  const isKnown = ({ known }: PieceToProfile): boolean => known?.key === key && known.sample.every <= every;
  if (pieces.some((piece) => !isKnown(piece) && piece.path === undefined)) return undefined;
  const readingsOf = async (piece: PieceToProfile): Promise<DataFrame | undefined> =>
    isKnown(piece) ? undefined : scanFile(piece.path ?? '').collect();
  for await (const [piece, frame] of readAhead(pieces, readingsOf)) {
    const { bucket, period, known } = piece;
    if (frame === undefined) {
      if (known !== undefined) parts.push({ ...known, bucket, period, sample: thinned(known.sample, every) });
      continue;
    }
    await look?.(piece, frame);
    const found = await partOfPiece(frame, piece, { profiledBy: by, step, every });
    if (found === undefined) continue;
    const part = { bucket, period, ...found };
    parts.push(part);
    made.push(part);
  }
  const between = createGaps();
  boundaries((entity, since, until) => between.between(entity, since, until, step === 'each' ? 0 : step));
  const profile = await describeProfile(
    plan,
    parts.map(
      ({ sums, sample, profile: { gaps, words } }, i): ProfilePart => ({
        rows: pieces[i]?.rows ?? 0,
        sums,
        gaps,
        words,
        samples: [[pieces[i]?.period ?? '', sample]],
      }),
    ),
    { every, between: between.found() },
  );
  return { profile, key, every, made, parts };
};
