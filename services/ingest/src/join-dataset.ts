import type { DatasetSpec } from '@wattline/engine/kept-upload';
import { type PlannedPiece, planPieces } from '@wattline/engine/plan-pieces';
import { TransientError } from '@wattline/errors';
import {
  type DatasetLayer,
  deletedSpan,
  factsOf,
  type KeptReadings,
  type LogEntry,
  layerFiles,
  type ObjectRef,
  type PieceList,
  type StageWork,
} from '@wattline/worker/stage';
import { readingsOf } from './dataset-readings.ts';
import type { IngestReader } from './open-ingest-reader.ts';
import type { CheckedDataset, JoinPiecesTask } from './reader-tasks.ts';

type Access = NonNullable<StageWork['dataset']>;

/** By bucket and period: files that the dataset keeps. */
export type KeptPieces = ReadonlyMap<string, ObjectRef>;

/** All uploads and deletions of a dataset as one. */
export interface JoinedDataset {
  readonly whole: CheckedDataset;
  /** Keeps what was joined for the uploads to come; call it once the entry is there. */
  readonly keep: () => Promise<KeptPieces>;
}

interface Options {
  readonly access: Access;
  readonly reader: IngestReader;
  readonly dataset: DatasetSpec;
  readonly layers: readonly DatasetLayer[];
  /** The entries before that of the upload or deletion that joins. */
  readonly before: readonly LogEntry[];
  /** The upload or deletion that joins. */
  readonly own: StageWork['run'];
  readonly replay: number;
  readonly folder: string;
  readonly signal: AbortSignal;
}

export const pieceName = ({ bucket, period }: { readonly bucket: number; readonly period: string }): string =>
  `${bucket} ${period}`;

const isOf = (
  own: Options['own'],
  { run, upload }: Pick<KeptReadings, 'run' | 'upload'>,
): 'own' | 'same-file' | 'other' =>
  run === own.run ? 'own' : upload.key === own.upload.key ? 'same-file' : 'other';

/** The uploads as those know them who join them: without the paths of their files. */
const describedLayers = ({ layers, own }: Options) =>
  layerFiles(layers, [], (kept) => ({ ...factsOf(kept).upload, is: isOf(own, kept) }));

/** What was joined before, and is joined alike: not where the upload itself is part of it, which is compared with others. */
const knownPieces = (
  planned: readonly PlannedPiece[],
  list: PieceList | undefined,
  { layers, own }: Options,
) => {
  const stored = new Map(list?.pieces.map((piece) => [pieceName(piece), piece]));
  return new Map(
    planned.flatMap((piece) => {
      const found = stored.get(pieceName(piece));
      const isOwn = piece.layers.some((index) => {
        const layer = layers[index];
        return layer?.type === 'upload' && layer.run === own.run;
      });
      return found?.key === piece.key && !isOwn ? [[pieceName(piece), found] as const] : [];
    }),
  );
};

/** The file of a layer that has readings of a piece. */
const sourceOf = (
  layer: DatasetLayer | undefined,
  { bucket, period }: PlannedPiece,
): ObjectRef | undefined =>
  layer?.type === 'upload'
    ? layer.readings.find(({ labels }) => labels?.bucket === bucket && labels.period === period)
    : undefined;

const fetched = async (access: Access, refs: readonly ObjectRef[]): Promise<(ref: ObjectRef) => string> => {
  const files = await access.fetch(refs);
  const paths = new Map(files.map(({ ref, path }) => [ref.key, path]));
  return ({ key }) => paths.get(key) ?? '';
};

/** Undefined where the readings themselves have to be joined. */
const joinByPieces = async (
  options: Options,
  planned: readonly PlannedPiece[],
  list: PieceList | undefined,
): Promise<JoinedDataset | undefined> => {
  const { access, reader, dataset, layers, own, replay, folder, signal } = options;
  const known = knownPieces(planned, list, options);
  const refs = planned.flatMap((piece): ObjectRef[] => {
    const before = known.get(pieceName(piece));
    return before === undefined
      ? piece.layers.flatMap((index) => sourceOf(layers[index], piece) ?? [])
      : [before.ref];
  });
  const pathOf = await fetched(access, [...(list === undefined ? [] : [list.entityTimes]), ...refs]);
  const pieces = planned.map((piece): JoinPiecesTask['pieces'][number] => {
    const { bucket, period } = piece;
    const before = known.get(pieceName(piece));
    if (before !== undefined) {
      const { ref, facts } = before;
      const { bytes, sha256 } = ref;
      return { bucket, period, known: { bytes, sha256, facts }, path: pathOf(ref), layers: [] };
    }
    const asIs = piece.asIs === undefined ? undefined : sourceOf(layers[piece.asIs], piece);
    if (asIs !== undefined) {
      const { bytes, sha256 } = asIs;
      const path = pathOf(asIs);
      return { bucket, period, asIs: { path, bytes, sha256 }, path, layers: [] };
    }
    return {
      bucket,
      period,
      layers: piece.layers.flatMap((index): JoinPiecesTask['pieces'][number]['layers'] => {
        const layer = layers[index];
        if (layer?.type === 'deletion') return [{ deletes: deletedSpan(layer.deletes) }];
        const source = sourceOf(layer, piece);
        return source === undefined ? [] : [{ layer: index, path: pathOf(source) }];
      }),
    };
  });
  const found = await reader.run(
    'joinPieces',
    {
      dataset,
      name: own.upload.key,
      layers: describedLayers(options),
      pieces,
      ...(list !== undefined && { entityTimes: pathOf(list.entityTimes) }),
      folder,
    },
    { what: 'joining the uploads of a dataset', signal },
  );
  if (found === undefined) return undefined;
  const { joined, checked } = found;
  const by = new Map(planned.map((piece) => [pieceName(piece), piece]));
  const folderOf = `${own.run}/${own.run}-${replay}`;
  const keep = async (): Promise<KeptPieces> => {
    const kept = new Map<string, ObjectRef>();
    const stored: PieceList['pieces'][number][] = [];
    for (const { bucket, period, path, facts } of joined.pieces) {
      const name = pieceName({ bucket, period });
      const piece = by.get(name);
      if (piece === undefined) continue;
      const labels = { kind: 'readings', bucket, period, rows: facts.rows };
      const ref =
        path === undefined
          ? (known.get(name)?.ref ??
            (piece.asIs === undefined ? undefined : sourceOf(layers[piece.asIs], piece)))
          : await access.keep(`${folderOf}/joined-${bucket}-${period}.parquet`, path, labels);
      if (ref === undefined) continue;
      kept.set(name, ref);
      stored.push({ bucket, period, key: piece.key, ref, facts });
    }
    const entityTimes = await access.keep(`${folderOf}/entity-times.parquet`, joined.entityTimes, {});
    await access.keepPieces({ run: own.run, replay }, { format: 1, pieces: stored, entityTimes });
    return kept;
  };
  return { whole: checked, keep };
};

const joinWhole = async (options: Options): Promise<JoinedDataset> => {
  const { access, reader, dataset, layers, own, folder, signal } = options;
  const files = await access.fetch(readingsOf(layers));
  const whole = await reader.run(
    'join',
    {
      dataset,
      name: own.upload.key,
      layers: layerFiles(layers, files, (kept) => ({ ...factsOf(kept).upload, is: isOf(own, kept) })),
      folder,
    },
    { what: 'joining the uploads of a dataset', signal },
  );
  return { whole, keep: async () => new Map() };
};

const isGone = (error: unknown): boolean => error instanceof TransientError && error.code === 'INPUT_MISSING';

/** Joins what changed since an entry before, and takes over the rest; the same as joining all of it. */
export const joinDataset = async (options: Options): Promise<JoinedDataset> => {
  const { access, dataset, before } = options;
  const planned = planPieces(dataset.spec, describedLayers(options));
  if (planned === undefined) return joinWhole(options);
  const list = await access.pieces(before);
  const joined = await joinByPieces(options, planned, list).catch((error: unknown) => {
    // Nobody keeps what was joined for an entry of long ago.
    if (list === undefined || !isGone(error)) throw error;
    return joinByPieces(options, planned, undefined);
  });
  return joined ?? joinWhole(options);
};
