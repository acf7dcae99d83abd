import { type BegunPiece, begunPiece } from '@wattline/engine/begun-piece';
import type { DatasetSpec, KeptUpload } from '@wattline/engine/kept-upload';
import type { PlannedPiece } from '@wattline/engine/plan-pieces';
import { hashedReadings } from '@wattline/engine/readings-hash';
import {
  type DatasetLayer,
  deletedSpan,
  factsOf,
  type KeptReadings,
  type LayerFiles,
  layerFiles,
  type ObjectRef,
  type PieceList,
  type StageWork,
} from '@wattline/worker/stage';
import type { JoinPiecesTask } from './reader-tasks.ts';
import { pieceName } from './version-readings.ts';

/** What a dataset consists of, and the upload or deletion that joins. */
export interface Joining {
  readonly layers: readonly DatasetLayer[];
  readonly own: StageWork['run'];
}

export const isOf = (
  own: Joining['own'],
  { run, upload }: Pick<KeptReadings, 'run' | 'upload'>,
): 'own' | 'same-file' | 'other' =>
  run === own.run ? 'own' : upload.key === own.upload.key ? 'same-file' : 'other';

type DescribedLayer = LayerFiles<KeptUpload & { readonly is: 'own' | 'same-file' | 'other' }>;

/** The uploads as those know them who join them: without the paths of their files. */
export const describedLayers = ({ layers, own }: Joining): DescribedLayer[] =>
  layerFiles(layers, [], (kept) => ({ ...factsOf(kept).upload, is: isOf(own, kept) }));

/** What was joined before, and is joined alike: not where the upload itself is part of it, which is compared with others. */
export const knownPieces = (
  planned: readonly PlannedPiece[],
  list: PieceList | undefined,
  { layers, own }: Joining,
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

/** A piece of a version before that has the first layers of one. */
interface Begun extends BegunPiece {
  readonly ref: ObjectRef;
}

export const begunPieces = (
  planned: readonly PlannedPiece[],
  list: PieceList | undefined,
  layers: readonly DescribedLayer[],
  spec: DatasetSpec['spec'],
): ReadonlyMap<string, Begun> => {
  const stored = new Map(list?.pieces.map((piece) => [pieceName(piece), piece]));
  return new Map(
    planned.flatMap((piece) => {
      const found = stored.get(pieceName(piece));
      const begun = begunPiece(piece, layers, found, spec);
      return found === undefined || begun === undefined
        ? []
        : [[pieceName(piece), { ...begun, ref: found.ref }] as const];
    }),
  );
};

/** Files by their piece: a layer may have thousands, and is asked for each of them. */
const filesByPiece = new WeakMap<DatasetLayer, ReadonlyMap<string, ObjectRef>>();

const byPiece = (layer: DatasetLayer & { readonly type: 'upload' }): ReadonlyMap<string, ObjectRef> => {
  const known = filesByPiece.get(layer);
  if (known !== undefined) return known;
  const files = new Map(
    layer.readings.map((ref) => [
      pieceName({ bucket: Number(ref.labels?.bucket), period: String(ref.labels?.period) }),
      ref,
    ]),
  );
  filesByPiece.set(layer, files);
  return files;
};

/** The file of a layer that has readings of a piece. */
export const sourceOf = (
  layer: DatasetLayer | undefined,
  piece: Pick<PlannedPiece, 'bucket' | 'period'>,
): ObjectRef | undefined => (layer?.type === 'upload' ? byPiece(layer).get(pieceName(piece)) : undefined);

/** What of the files of a planned piece is read: nothing of one that is known. */
export const filesOf = (
  piece: PlannedPiece,
  begun: Begun | undefined,
  { layers }: Pick<Joining, 'layers'>,
): ObjectRef[] => [
  ...(begun === undefined ? [] : [begun.ref]),
  ...piece.layers.slice(begun?.layers ?? 0).flatMap((index) => sourceOf(layers[index], piece) ?? []),
];

/** Layers without their thousands of files, which those who join pieces do not look at. */
export const hashedLayers = (layers: readonly DescribedLayer[]): JoinPiecesTask['layers'] =>
  layers.map((layer) => {
    if ('deletes' in layer) return layer;
    const { readings, ...upload } = layer;
    return { ...upload, ...hashedReadings(readings) };
  });

/** A piece as those join it who read it. */
export const taskOf = (
  piece: PlannedPiece,
  known: PieceList['pieces'][number] | undefined,
  begun: Begun | undefined,
  { layers }: Pick<Joining, 'layers'>,
  pathOf: (ref: ObjectRef) => string,
): JoinPiecesTask['pieces'][number] => {
  const { bucket, period } = piece;
  if (known !== undefined) {
    const { bytes, sha256 } = known.ref;
    return { bucket, period, known: { bytes, sha256 }, layers: [] };
  }
  const asIs = piece.asIs === undefined ? undefined : sourceOf(layers[piece.asIs], piece);
  if (asIs !== undefined) {
    const { bytes, sha256 } = asIs;
    return { bucket, period, asIs: { path: pathOf(asIs), bytes, sha256 }, layers: [] };
  }
  return {
    bucket,
    period,
    layers: [
      ...(begun === undefined ? [] : [{ joined: begun.is, path: pathOf(begun.ref) }]),
      ...piece.layers
        .slice(begun?.layers ?? 0)
        .flatMap((index): JoinPiecesTask['pieces'][number]['layers'] => {
          const layer = layers[index];
          if (layer?.type === 'deletion') return [{ deletes: deletedSpan(layer.deletes) }];
          const source = sourceOf(layer, piece);
          return source === undefined ? [] : [{ layer: index, path: pathOf(source) }];
        }),
    ],
  };
};
