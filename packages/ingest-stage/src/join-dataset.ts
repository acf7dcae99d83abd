import { extname } from 'node:path';
import type { JoinedPiece, OwnPieces } from '@wattline/engine/ingest';
import type { DatasetSpec } from '@wattline/engine/kept-upload';
import { type PlannedPiece, planPieces } from '@wattline/engine/plan-pieces';
import { TransientError } from '@wattline/errors';
import {
  factsOf,
  type LogEntry,
  layerFiles,
  type ObjectRef,
  type PieceList,
  type StageWork,
} from '@wattline/worker/stage';
import pMap from 'p-map';
import { readingsOf } from './dataset-readings.ts';
import type { IngestReader } from './open-ingest-reader.ts';
import {
  begunPieces,
  describedLayers,
  filesOf,
  isOf,
  type Joining,
  knownPieces,
  sourceOf,
  taskOf,
} from './piece-sources.ts';
import type { Checked, JoinedByPieces } from './reader-tasks.ts';
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

interface Options extends Joining {
  readonly access: Access;
  readonly reader: IngestReader;
  readonly dataset: DatasetSpec;
  /** The entries before that of the upload or deletion that joins. */
  readonly before: readonly LogEntry[];
  readonly replay: number;
  readonly folder: string;
  readonly signal: AbortSignal;
}

const fetched = async (access: Access, refs: readonly ObjectRef[]): Promise<(ref: ObjectRef) => string> => {
  const files = await access.fetch(refs);
  const paths = new Map(files.map(({ ref, path }) => [ref.key, path]));
  return ({ key }) => paths.get(key) ?? '';
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
    access.keep(`${folder}/${name}${extname(path)}`, path, {});
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
