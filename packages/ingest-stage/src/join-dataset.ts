import { basename } from 'node:path';
import type { JoinedShown } from '@wattline/engine/ingest';
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
  hashedLayers,
  isOf,
  type Joining,
  knownPieces,
  sourceOf,
  taskOf,
} from './piece-sources.ts';
import type { Checked } from './reader-tasks.ts';
import { pieceName, rowsOf, type VersionReadings } from './version-readings.ts';

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
interface KeptPieces {
  readonly planned: readonly PlannedPiece[];
  /** Of a version before. */
  readonly known: ReadonlyMap<string, PieceList['pieces'][number]>;
  readonly made: JoinedShown['made'];
  /** Files of what they show, the newest first: those of a version before by where they are here. */
  readonly shown: readonly string[];
  readonly stored: ReadonlyMap<string, ObjectRef>;
}

/** Keeps what was joined, and what it shows, for the uploads to come. */
const keepPieces = async (
  { access, layers, own, replay }: Pick<Options, 'access' | 'layers' | 'own' | 'replay'>,
  { planned, known, made, shown, stored }: KeptPieces,
): Promise<VersionReadings> => {
  const by = new Map(made.map((piece) => [pieceName(piece), piece]));
  const folder = `${own.run}/${own.run}-${replay}`;
  const kept = async (piece: PlannedPiece): Promise<PieceList['pieces'][number][]> => {
    const { bucket, period, key } = piece;
    const before = known.get(pieceName(piece));
    if (before !== undefined) return [before];
    const now = by.get(pieceName(piece));
    if (now === undefined) return [];
    const labels = { kind: 'readings', bucket, period, rows: now.rows };
    const asIs = piece.asIs === undefined ? undefined : sourceOf(layers[piece.asIs], piece);
    const ref =
      now.path === undefined
        ? asIs
        : await access.keep(`${folder}/joined-${bucket}-${period}.parquet`, now.path, labels);
    return ref === undefined ? [] : [{ bucket, period, key, layers: piece.layers.length, ref }];
  };
  const pieces = (await pMap(planned, kept, { concurrency: CONCURRENCY })).flat();
  await access.keepPieces(
    { run: own.run, replay },
    {
      format: 2,
      pieces,
      shown: await pMap(
        shown,
        async (path) => stored.get(path) ?? (await access.keep(`${folder}/${basename(path)}`, path, {})),
      ),
    },
  );
  return pieces.map(({ bucket, period, ref }) => ({ bucket, period, rows: rowsOf(ref), ref }));
};

interface PlannedDataset {
  readonly planned: readonly PlannedPiece[];
  readonly layers: ReturnType<typeof describedLayers>;
}

/** Undefined where the readings themselves have to be joined. */
const joinByPieces = async (
  options: Options,
  { planned, layers }: PlannedDataset,
  list: PieceList | undefined,
): Promise<JoinedDataset | undefined> => {
  const { access, reader, dataset, own, folder, signal } = options;
  const known = knownPieces(planned, list, options);
  const begun = begunPieces(planned, list, layers, dataset.spec);
  const shown = list?.shown ?? [];
  const unknown = planned.filter((piece) => !known.has(pieceName(piece)));
  const pathOf = await fetched(access, [
    ...shown,
    ...unknown.flatMap((piece) => filesOf(piece, begun.get(pieceName(piece)), options)),
  ]);
  const found = await reader.run(
    'joinPieces',
    {
      dataset,
      name: own.upload.key,
      layers: hashedLayers(layers),
      pieces: planned.map((piece) =>
        taskOf(piece, known.get(pieceName(piece)), begun.get(pieceName(piece)), options, pathOf),
      ),
      shown: shown.map(pathOf),
      folder,
    },
    { what: 'joining the uploads of a dataset', signal },
  );
  if (found.takes === 'all') return undefined;
  if (found.takes === 'again')
    return joinByPieces({ ...options, folder: `${folder}-again` }, { planned, layers }, undefined);
  const stored = new Map(shown.map((ref) => [pathOf(ref), ref]));
  const keep = () => keepPieces(options, { planned, known, stored, made: found.made, shown: found.shown });
  return { whole: found.checked, keep };
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

/** Keeps what the files of a dataset's first upload show: a file. */
export const keepOwnPieces = async (
  options: Pick<Options, 'access' | 'layers' | 'own' | 'replay'>,
  spec: DatasetSpec['spec'],
  shown: string,
): Promise<void> => {
  const planned = planPieces(spec, describedLayers(options));
  if (planned === undefined) return;
  const made = planned.map(({ bucket, period, asIs }) => {
    const source = asIs === undefined ? undefined : sourceOf(options.layers[asIs], { bucket, period });
    return { bucket, period, rows: source === undefined ? 0 : rowsOf(source) };
  });
  await keepPieces(options, { planned, known: new Map(), made, shown: [shown], stored: new Map() });
};

const isGone = (error: unknown): boolean => error instanceof TransientError && error.code === 'INPUT_MISSING';

/** Joins what changed since an entry before, and takes over the rest; the same as joining all of it. */
export const joinDataset = async (options: Options): Promise<JoinedDataset> => {
  const { access, dataset, before } = options;
  const layers = describedLayers(options);
  const planned = planPieces(dataset.spec, layers);
  if (planned === undefined) return joinWhole(options);
  const list = await access.pieces(before);
  const joined = await joinByPieces(options, { planned, layers }, list).catch((error: unknown) => {
    // Nobody keeps what was joined for an entry of long ago.
    if (list === undefined || !isGone(error)) throw error;
    return joinByPieces({ ...options, folder: `${options.folder}-again` }, { planned, layers }, undefined);
  });
  return joined ?? joinWhole(options);
};
