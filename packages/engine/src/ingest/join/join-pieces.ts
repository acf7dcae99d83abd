import { join } from 'node:path';
import { hashFile } from '@wattline/hash';
import pl, { type DataFrame } from 'nodejs-polars';
import { DEFAULT_ENTITY, EVENT_TIMESTAMP, ONLY_ENTITY } from '../../columns.ts';
import type { EntitySpan } from '../../features/entities-beyond.ts';
import { scanFile } from '../../features/scan-file.ts';
import type { DatasetSpec } from '../../kept-upload.ts';
import type { PieceName, ShownPiece } from '../../pieces/shown-piece.ts';
import type { Plan } from '../../plan.ts';
import type { Boundaries } from '../../profile/index.ts';
import { field } from '../read/fields.ts';
import { ENTITY_NAME } from '../settle/deduplicate.ts';
import type { ReadingColumns } from '../settle/finish-buckets.ts';
import { writeReadingsFile } from '../settle/write-readings.ts';
import { boundariesOf } from './boundaries.ts';
import { columnsOf, lackedBy } from './dataset-columns.ts';
import { describeJoined, type JoinedUpload } from './describe-joined.ts';
import { finishPieces } from './finish-pieces.ts';
import { type JoinedRows, joinBucket } from './join-bucket.ts';
import { readKeptReadings } from './kept-readings.ts';
import type { DeletedRows, Layer, UploadRows } from './layers.ts';
import { pieceFactsOf } from './piece-facts-of.ts';

/** A piece of a version before, or of this one, and what it shows. */
interface StoredPiece extends Pick<ShownPiece, 'facts' | 'times'> {
  readonly bytes: number;
  readonly sha256: string;
}

/** A piece as it is to be joined; `known` where nothing is to be done. */
export interface PieceToJoin extends PieceName {
  readonly known?: StoredPiece | undefined;
  /** Its file, where that is one of an upload. */
  readonly asIs?: { readonly path: string; readonly sha256: string; readonly bytes: number } | undefined;
  /** Files of uploads by the index of their layer, and deletions, in their order; the first may be what layers before them make. */
  readonly layers: readonly (
    | { readonly layer: number; readonly path: string }
    | { readonly joined: UploadRows['is']; readonly path: string }
    | DeletedRows
  )[];
}

/** A joined piece. */
export interface JoinedPiece extends StoredPiece, PieceName {
  /** Where it was made now. */
  readonly path?: string;
}

export interface JoinedPieces {
  readonly plan: Plan;
  readonly warnings: readonly string[];
  /** Those with readings, in the order of buckets and periods. */
  readonly pieces: readonly JoinedPiece[];
  /** First and last reading of the entities of each bucket. */
  readonly spans: readonly (readonly [bucket: number, spans: readonly EntitySpan[]])[];
  readonly boundaries: Boundaries;
}

/** Settled rows as readings are kept: `event_timestamp`, the entity, values and categories in the spec's order. */
const finished = async (
  rows: DataFrame,
  { values, categories }: ReadingColumns,
  entity: string | undefined,
): Promise<DataFrame> =>
  rows
    .lazy()
    .select(
      pl.col(EVENT_TIMESTAMP),
      (entity === undefined ? pl.lit(ONLY_ENTITY) : pl.col(ENTITY_NAME)).alias(entity ?? DEFAULT_ENTITY),
      ...[...values, ...categories].map(({ name, index }) => pl.col(field(index)).alias(name)),
    )
    .collect();

/**
 * Joins readings piece by piece: those that a version before has are not read. Undefined where what readings show
 * together takes all of them: their steps differ, or are too many to list.
 *
 * @param options.layers uploads and deletions in the order in which they count
 * @param options.pieces in the order of buckets and periods
 * @param options.folder where files are written; there already
 */
export const joinPieces = async (options: {
  readonly dataset: DatasetSpec;
  /** What messages call the upload or deletion that joins. */
  readonly name: string;
  readonly layers: readonly (JoinedUpload | DeletedRows)[];
  readonly pieces: readonly PieceToJoin[];
  readonly folder: string;
  readonly signal?: AbortSignal | undefined;
}): Promise<JoinedPieces | undefined> => {
  const { dataset, name, layers, folder, signal } = options;
  const { spec } = dataset;
  const columns = columnsOf(spec);
  const entity = spec.entity ?? DEFAULT_ENTITY;
  const values = columns.values.map((column) => column.name);
  const overlap = { together: 0, differing: 0 };
  const layerOf = (one: PieceToJoin['layers'][number]): Layer[] => {
    if ('deletes' in one) return [one];
    if ('joined' in one) {
      const lacks = new Set<string>();
      return [{ rows: readKeptReadings([one.path], lacks, columns, spec.entity), lacks, is: one.joined }];
    }
    const upload = layers[one.layer];
    if (upload === undefined || 'deletes' in upload) return [];
    const lacks = lackedBy(upload, columns);
    return [{ rows: readKeptReadings([one.path], lacks, columns, spec.entity), lacks, is: upload.is }];
  };
  const joinedRows = ({ layers: own }: PieceToJoin): Promise<JoinedRows> =>
    joinBucket(own.flatMap(layerOf), spec.emptyCells);
  const made = async (piece: PieceToJoin): Promise<JoinedPiece | undefined> => {
    const { bucket, period, asIs } = piece;
    const shown = (readings: DataFrame) => pieceFactsOf(readings, { entity, values });
    if (asIs !== undefined) {
      const { path, sha256, bytes } = asIs;
      return { bucket, period, sha256, bytes, ...(await shown(await scanFile(path).collect())) };
    }
    const { rows, together, differing } = await joinedRows(piece);
    overlap.together += together;
    overlap.differing += differing;
    if (rows.height === 0) return undefined;
    const readings = await finished(rows, columns, spec.entity);
    const path = join(folder, `joined-${bucket}-${period}.parquet`);
    await writeReadingsFile(readings, path);
    return { bucket, period, path, ...(await hashFile(path)), ...(await shown(readings)) };
  };
  const pieces: JoinedPiece[] = [];
  for (const piece of options.pieces) {
    signal?.throwIfAborted();
    const { bucket, period, known: before } = piece;
    const now = before === undefined ? await made(piece) : { bucket, period, ...before };
    if (now !== undefined) pieces.push(now);
  }
  const whole = finishPieces(pieces, spec);
  if (whole === undefined) return undefined;
  const plain = pieces.map(({ bucket, period, bytes, sha256, facts: { rows } }) => ({
    bucket,
    period,
    rows,
    bytes,
    sha256,
  }));
  const uploads = layers.filter((layer): layer is JoinedUpload => !('deletes' in layer));
  const described = await describeJoined({ dataset, name, uploads, joined: { ...whole, ...overlap, plain } });
  return { ...described, pieces, spans: [...whole.spans], boundaries: boundariesOf(pieces) };
};
