import { type BegunPiece, begunPiece } from '@wattline/engine/begun-piece';
import type { JoinedPiece, OwnPieces } from '@wattline/engine/ingest';
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
import pMap from 'p-map';
import { readingsOf } from './dataset-readings.ts';
import type { IngestReader } from './open-ingest-reader.ts';
import type { Checked, JoinedByPieces, JoinPiecesTask } from './reader-tasks.ts';
import { pieceName, type VersionReadings } from './version-readings.ts';

/** Files written at once: each waits for the disk, or the network. */
const CONCURRENCY = 8;

type Access = NonNullable<StageWork['dataset']>;

/** All uploads and deletions of a dataset as one. */
export interface JoinedDataset {
  readonly whole: Checked;
  /** Its readings. Keeps what was joined for the uploads to come: call it once the entry is there. */
  readonly keep: () => Promise<VersionReadings>;
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

const isOf = (
  own: Options['own'],
  { run, upload }: Pick<KeptReadings, 'run' | 'upload'>,
): 'own' | 'same-file' | 'other' =>
  run === own.run ? 'own' : upload.key === own.upload.key ? 'same-file' : 'other';

/** The uploads as those know them who join them: without the paths of their files. */
const describedLayers = ({ layers, own }: Pick<Options, 'layers' | 'own'>) =>
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

/** A piece of a version before that has the first layers of one. */
interface Begun extends BegunPiece {
  readonly ref: ObjectRef;
}

const begunPieces = (
  planned: readonly PlannedPiece[],
  list: PieceList | undefined,
  options: Options,
): ReadonlyMap<string, Begun> => {
  const stored = new Map(list?.pieces.map((piece) => [pieceName(piece), piece]));
  const layers = describedLayers(options);
  return new Map(
    planned.flatMap((piece) => {
      const found = stored.get(pieceName(piece));
      const begun = begunPiece(piece, layers, found, options.dataset.spec);
      return found === undefined || begun === undefined
        ? []
        : [[pieceName(piece), { ...begun, ref: found.ref }] as const];
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

/** What of the files of a planned piece is read: nothing of one that is known. */
const filesOf = (
  piece: PlannedPiece,
  begun: Begun | undefined,
  { layers }: Pick<Options, 'layers'>,
): ObjectRef[] => [
  ...(begun === undefined ? [] : [begun.ref]),
  ...piece.layers.slice(begun?.layers ?? 0).flatMap((index) => sourceOf(layers[index], piece) ?? []),
];

/** A piece as those join it who read it. */
const taskOf = (
  piece: PlannedPiece,
  known: PieceList['pieces'][number] | undefined,
  begun: Begun | undefined,
  { layers }: Pick<Options, 'layers'>,
  pathOf: (ref: ObjectRef) => string,
): JoinPiecesTask['pieces'][number] => {
  const { bucket, period } = piece;
  if (known !== undefined) {
    const { ref, facts, profile } = known;
    const { bytes, sha256 } = ref;
    return { bucket, period, known: { bytes, sha256, facts }, profile, layers: [] };
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

/** What is to be kept of pieces. */
interface ShownPieces {
  readonly joined: {
    readonly pieces: readonly Pick<JoinedPiece, 'bucket' | 'period' | 'path' | 'facts'>[];
    readonly entityTimes: string;
  };
  readonly profiled: Pick<Extract<JoinedByPieces, { takes: 'pieces' }>['profiled'], 'pieces' | 'parts'>;
}

/** Keeps what was joined, and what it shows, for the uploads to come. */
const keepPieces = async (
  { access, layers, own, replay }: Pick<Options, 'access' | 'layers' | 'own' | 'replay'>,
  planned: readonly PlannedPiece[],
  known: ReadonlyMap<string, PieceList['pieces'][number]>,
  { joined, profiled }: ShownPieces,
): Promise<VersionReadings> => {
  const by = new Map(planned.map((piece) => [pieceName(piece), piece]));
  const folder = `${own.run}/${own.run}-${replay}`;
  const stored = async (
    { bucket, period, path, facts }: ShownPieces['joined']['pieces'][number],
    index: number,
  ): Promise<PieceList['pieces'][number][]> => {
    const name = pieceName({ bucket, period });
    const [piece, profile] = [by.get(name), profiled.pieces[index]];
    if (piece === undefined || profile === undefined) return [];
    const labels = { kind: 'readings', bucket, period, rows: facts.rows };
    const asIs = piece.asIs === undefined ? undefined : sourceOf(layers[piece.asIs], piece);
    const ref =
      path === undefined
        ? (known.get(name)?.ref ?? asIs)
        : await access.keep(`${folder}/joined-${bucket}-${period}.parquet`, path, labels);
    return ref === undefined
      ? []
      : [{ bucket, period, key: piece.key, layers: piece.layers.length, ref, facts, profile }];
  };
  const pieces = (await pMap(joined.pieces, stored, { concurrency: CONCURRENCY })).flat();
  const kept = (name: string, path: string): Promise<ObjectRef> =>
    access.keep(`${folder}/${name}.parquet`, path, {});
  const { key, every, sums, sample } = profiled.parts;
  await access.keepPieces(
    { run: own.run, replay },
    {
      format: 1,
      pieces,
      entityTimes: await kept('entity-times', joined.entityTimes),
      parts: { key, every, sums: await kept('sums', sums), sample: await kept('sample', sample) },
    },
  );
  return pieces.map(({ bucket, period, ref, facts: { rows } }) => ({ bucket, period, rows, ref }));
};

/** Undefined where the readings themselves have to be joined. */
const joinByPieces = async (
  options: Options,
  planned: readonly PlannedPiece[],
  list: PieceList | undefined,
): Promise<JoinedDataset | undefined> => {
  const { access, reader, dataset, own, folder, signal } = options;
  const known = knownPieces(planned, list, options);
  const begun = begunPieces(planned, list, options);
  const lists = list === undefined ? [] : [list.entityTimes, list.parts.sums, list.parts.sample];
  const unknown = planned.filter((piece) => !known.has(pieceName(piece)));
  const pathOf = await fetched(access, [
    ...lists,
    ...unknown.flatMap((piece) => filesOf(piece, begun.get(pieceName(piece)), options)),
  ]);
  const found = await reader.run(
    'joinPieces',
    {
      dataset,
      name: own.upload.key,
      layers: describedLayers(options),
      pieces: planned.map((piece) =>
        taskOf(piece, known.get(pieceName(piece)), begun.get(pieceName(piece)), options, pathOf),
      ),
      ...(list !== undefined && {
        entityTimes: pathOf(list.entityTimes),
        parts: {
          ...list.parts,
          sums: pathOf(list.parts.sums),
          sample: pathOf(list.parts.sample),
          pieces: list.pieces.map(({ bucket, period, profile: { taken } }) => ({ bucket, period, taken })),
        },
      }),
      folder,
    },
    { what: 'joining the uploads of a dataset', signal },
  );
  if (found.takes === 'all') return undefined;
  if (found.takes === 'again')
    return joinByPieces({ ...options, folder: `${folder}-again` }, planned, undefined);
  return { whole: found.checked, keep: () => keepPieces(options, planned, known, found) };
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
  return { whole, keep: async () => whole.readings };
};

/** Keeps what the files of a dataset's first upload show. */
export const keepOwnPieces = async (
  options: Pick<Options, 'access' | 'layers' | 'own' | 'replay'>,
  spec: DatasetSpec['spec'],
  pieces: OwnPieces,
): Promise<void> => {
  const planned = planPieces(spec, describedLayers(options));
  if (planned !== undefined) await keepPieces(options, planned, new Map(), pieces);
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
    return joinByPieces({ ...options, folder: `${options.folder}-again` }, planned, undefined);
  });
  return joined ?? joinWhole(options);
};
