import { join } from 'node:path';
import { DEFAULT_ENTITY } from '../../columns.ts';
import type { PieceFacts } from '../../piece-facts.ts';
import { type Profile, type ProfiledPieces, profilePieces } from '../../profile/index.ts';
import type { Ingested } from '../ingest-file.ts';
import { boundariesOf, type EntityTimes, writeEntityTimes } from './entity-times.ts';
import { pieceFactsOf } from './piece-facts-of.ts';

/** What the files of a dataset's first upload show, so that the next one need not read them. */
export interface OwnPieces {
  readonly joined: {
    /** In the order of buckets and periods. */
    readonly pieces: readonly {
      readonly bucket: number;
      readonly period: string;
      readonly facts: PieceFacts;
    }[];
    readonly entityTimes: string;
  };
  readonly profiled: Pick<ProfiledPieces, 'parts' | 'pieces'>;
}

const inOrder = (
  a: { readonly bucket: number; readonly period: string },
  b: { readonly bucket: number; readonly period: string },
): number => a.bucket - b.bucket || (a.period < b.period ? -1 : 1);

/**
 * Profiles the readings of a file, as `profileReadings` does, and keeps what each of its files comes to. Undefined where
 * joining looks at all readings anyway: registers, steps of their own, no files by period.
 *
 * @param folder where files are written; there already
 */
export const profileOwnPieces = async (
  { plan, readings, kept }: Pick<Ingested, 'plan' | 'readings' | 'kept'>,
  folder: string,
): Promise<{ readonly profile: Profile; readonly pieces: OwnPieces } | undefined> => {
  const { spec } = plan;
  const keptPaths = new Set(kept?.upload.readings.map(({ path }) => path));
  const isKept = readings.every(({ path, period }) => period !== '' && keptPaths.has(path));
  const hasRegisters = Object.values(spec.values).some(({ kind }) => kind === 'register');
  if (!isKept || hasRegisters || spec.time.cadences === 'own') return undefined;
  const columns = { entity: spec.entity ?? DEFAULT_ENTITY, values: Object.keys(spec.values) };
  const facts = new Map<unknown, PieceFacts>();
  const times: EntityTimes[] = [];
  const files = readings.toSorted(inOrder);
  const profiled = await profilePieces({
    plan,
    pieces: files,
    boundaries: () => boundariesOf(times),
    look: async (piece, frame) => {
      const shown = await pieceFactsOf({ ...piece, readings: frame }, columns);
      facts.set(piece, shown.facts);
      times.push(...shown.times);
    },
    folder,
  });
  if (profiled === undefined) return undefined;
  const entityTimes = join(folder, 'entity-times.parquet');
  await writeEntityTimes(times, entityTimes);
  const pieces = files.flatMap((file) => {
    const { bucket, period } = file;
    const own = facts.get(file);
    return own === undefined ? [] : [{ bucket, period, facts: own }];
  });
  const { profile, parts } = profiled;
  return {
    profile,
    pieces: { joined: { pieces, entityTimes }, profiled: { parts, pieces: profiled.pieces } },
  };
};
