import { join } from 'node:path';
import { DEFAULT_ENTITY } from '../../columns.ts';
import { SHOWN, writeShown } from '../../pieces/shown-file.ts';
import { type PieceName, pieceName, type ShownPiece } from '../../pieces/shown-piece.ts';
import { type Profile, profilePieces } from '../../profile/index.ts';
import type { Ingested } from '../ingest-file.ts';
import { boundariesOf } from './boundaries.ts';
import { pieceFactsOf } from './piece-facts-of.ts';

const inOrder = (a: PieceName, b: PieceName): number => a.bucket - b.bucket || (a.period < b.period ? -1 : 1);

/**
 * Profiles the readings of a dataset's first file, as `profileReadings` does, and writes what each of its files shows, so
 * that the next upload need not read them. Undefined where joining looks at all readings anyway: registers, steps of their
 * own, no files by period.
 *
 * @param folder where files are written; there already
 */
export const profileOwnPieces = async (
  { plan, readings, kept, looked }: Pick<Ingested, 'plan' | 'readings' | 'kept' | 'looked'>,
  folder: string,
): Promise<{ readonly profile: Profile; readonly shown: string } | undefined> => {
  const { spec } = plan;
  const keptPaths = new Set(kept?.upload.readings.map(({ path }) => path));
  const isKept = readings.every(({ path, period }) => period !== '' && keptPaths.has(path));
  const hasRegisters = Object.values(spec.values).some(({ kind }) => kind === 'register');
  if (!isKept || hasRegisters || spec.time.cadences === 'own') return undefined;
  const columns = { entity: spec.entity ?? DEFAULT_ENTITY, values: Object.keys(spec.values) };
  const shown = new Map<string, Pick<ShownPiece, 'facts' | 'times'>>(looked);
  const files = readings.toSorted(inOrder);
  const shownOf = <Piece extends PieceName>(piece: Piece) => {
    const found = shown.get(pieceName(piece));
    return found === undefined ? [] : [{ ...piece, ...found }];
  };
  const profiled = await profilePieces({
    plan,
    pieces: files.map((file) => ({ ...file, known: looked?.get(pieceName(file)) })),
    boundaries: (add) => boundariesOf(files.flatMap(shownOf))(add),
    look: async (piece, frame) => {
      shown.set(pieceName(piece), await pieceFactsOf(frame, columns));
    },
  });
  if (profiled === undefined) return undefined;
  const { profile, key, every, parts } = profiled;
  const path = join(folder, SHOWN);
  await writeShown({ key, every, pieces: parts.flatMap(shownOf) }, path);
  return { profile, shown: path };
};
