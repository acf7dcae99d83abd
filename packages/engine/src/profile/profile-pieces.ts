import { join } from 'node:path';
import type { DataFrame } from 'nodejs-polars';
import { readingStepOf } from '../features/reading-step.ts';
import { scanFile } from '../features/scan-file.ts';
import type { PieceProfile } from '../piece-facts.ts';
import type { Plan } from '../plan.ts';
import { describeProfile } from './describe-profile.ts';
import { createGaps } from './gaps.ts';
import { type PartFiles, type PartPlace, readParts, writeParts } from './part-files.ts';
import type { Profile } from './profile.ts';
import { type ProfilePart, profilePart } from './profile-part.ts';
import { profiledBy, profilePartKey } from './profiled-by.ts';
import { type Sample, sampledEvery, thinned } from './sample.ts';
import type { ValueSums } from './value-sums.ts';

/** Parts of the profile of a version before. */
export interface KnownParts extends PartFiles {
  /** Names what decided them besides the readings. */
  readonly key: string;
  readonly every: number;
  /** The pieces that they are of, in their order. */
  readonly pieces: readonly PartPlace[];
}

/** A piece of the readings of a version. */
export interface PieceToProfile {
  readonly bucket: number;
  readonly period: string;
  readonly rows: number;
  /** Its file, where that is here. */
  readonly path?: string | undefined;
  /** Of a version before, whose numbers are in its files. */
  readonly known?: PieceProfile | undefined;
}

export interface ProfiledPieces {
  readonly profile: Profile;
  readonly parts: Omit<KnownParts, 'pieces'>;
  /** Of each piece, in their order. */
  readonly pieces: readonly PieceProfile[];
}

/** The last reading of an entity in one piece, and its first in the next, ms. */
export type Boundary = readonly [entity: string, since: number, until: number];

interface PieceParts {
  readonly sums: readonly ValueSums[];
  readonly sample: Sample;
  readonly profile: PieceProfile;
}

/**
 * Profiles readings piece by piece: those whose parts a version before has are not read. The profile is that which
 * `profileReadings` makes of all of them. Undefined where a piece that is not here would have to be read.
 *
 * @param options.pieces in the order of buckets and periods
 * @param options.boundaries asked for when all pieces were looked at
 * @param options.look sees the readings of each piece that is read
 * @param options.folder where files are written; there already
 */
export const profilePieces = async (options: {
  readonly plan: Pick<Plan, 'spec' | 'from' | 'to' | 'buckets'>;
  readonly pieces: readonly PieceToProfile[];
  readonly boundaries: () => readonly Boundary[];
  readonly look?: (piece: PieceToProfile, readings: DataFrame) => Promise<void>;
  readonly before?: KnownParts | undefined;
  readonly folder: string;
  /** Up to so many readings, all are sorted and correlated. */
  readonly sampled?: number;
}): Promise<ProfiledPieces | undefined> => {
  const { plan, pieces, boundaries, look, before, folder } = options;
  const { spec } = plan;
  const by = profiledBy(plan);
  const key = profilePartKey(spec);
  const every = sampledEvery(
    pieces.reduce((sum, { rows }) => sum + rows, 0),
    options.sampled,
  );
  const isKnown = before !== undefined && before.key === key && before.every <= every;
  const numbersOf = isKnown
    ? await readParts(before, before.pieces, { columns: by.columns.length, every: before.every })
    : () => undefined;
  const step = readingStepOf(spec, {});
  const parts: PieceParts[] = [];
  for (const piece of pieces) {
    const { bucket, period, known, path } = piece;
    const numbers = known === undefined ? undefined : numbersOf(piece);
    if (known !== undefined && numbers !== undefined) {
      const sample = thinned(numbers.sample, every);
      parts.push({ sums: numbers.sums, sample, profile: { ...known, taken: sample.orders.length } });
      continue;
    }
    if (path === undefined) return undefined;
    const frame = await scanFile(path).collect();
    await look?.(piece, frame);
    const periods = [{ period, until: Number.POSITIVE_INFINITY }];
    const { sums, gaps, words, samples } = await profilePart({ frame, bucket, step, periods, every }, by);
    const [[, sample] = ['', undefined]] = samples;
    if (sample !== undefined)
      parts.push({ sums, sample, profile: { gaps, words, taken: sample.orders.length } });
  }
  const between = createGaps();
  for (const [entity, since, until] of boundaries())
    between.between(entity, since, until, step === 'each' ? 0 : step);
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
  const files = { sums: join(folder, 'sums.zst'), sample: join(folder, 'sample.zst') };
  await writeParts(parts, by.columns.length, files);
  return { profile, parts: { ...files, key, every }, pieces: parts.map((part) => part.profile) };
};
