import { isDeepStrictEqual } from 'node:util';
import { type DatasetSpec, readingKey } from '@wattline/engine/kept-upload';
import { RejectedError, TransientError } from '@wattline/errors';
import { timed } from '@wattline/steps';
import {
  type DatasetLayer,
  datasetSoFar,
  factsOf,
  type InputFile,
  joinedEntries,
  type KeptReadings,
  type LogEntry,
  layersInForce,
  type ObjectRef,
  type Output,
  type StageWork,
  sweptVersions,
  uploadEntries,
  writtenBy,
} from '@wattline/worker/stage';
import { chooseDrift } from './choose-drift.ts';
import { chooseFit } from './choose-fit.ts';
import { keepUpload } from './dataset-readings.ts';
import { joinDataset, keepOwnPieces } from './join-dataset.ts';
import type { IngestReader } from './open-ingest-reader.ts';
import type { Checked, CheckedFile, IngestTask } from './reader-tasks.ts';
import { type TakenColumns, takeJoined } from './take-joined.ts';
import type { VersionReadings } from './version-readings.ts';

type Access = NonNullable<StageWork['dataset']>;
type How = Pick<IngestTask, 'specFile' | 'found' | 'knownColumns'>;

/** An upload as part of its dataset. */
export interface Grown {
  /** What the upload's own file gave. */
  readonly own: CheckedFile;
  /** The readings of that. */
  readonly readings: VersionReadings;
  /** What the dataset consists of with it. */
  readonly whole: Checked;
  /** What scales its training sets, where that is of a version before. */
  readonly fitted: readonly Output[];
  /** Columns of other datasets. */
  readonly joined: TakenColumns['pieces'];
  /** Its number in the dataset's log. */
  readonly entry: number;
  /** How its uploads are written. */
  readonly wayWritten: ReturnType<typeof writtenBy>;
  /** How many uploads the dataset consists of. */
  readonly uploads: number;
  /** Whether the dataset is another than before. */
  readonly changed: boolean;
  /** Its versions before that are not swept, the newest first. */
  readonly versions: readonly string[];
}

/** Nothing brings an upload back: trying again is in vain. */
const refuseGone = (key: string, cause: unknown): never => {
  if (!(cause instanceof TransientError) || cause.code !== 'INPUT_MISSING') throw cause;
  throw new RejectedError(
    'UPLOAD_GONE',
    `the spec reads the dataset's uploads otherwise than before, and ${key} is no longer in the staging store to be read again`,
    {
      place: { file: key },
      remedy: 'upload that file again, or take back what the spec says of columns, entity, times or missing',
      cause,
    },
  );
};

/** Other uploads, read again where a spec reads them differently than they were. */
const readAgain = async (
  { access, read, run, replay }: Pick<Options, 'access' | 'read' | 'run' | 'replay'>,
  key: string,
  others: readonly KeptReadings[],
  how: How,
): Promise<KeptReadings[]> => {
  const again: KeptReadings[] = [];
  for (const other of others) {
    const { dataset, upload } = factsOf(other);
    if (readingKey(dataset.spec) === key) continue;
    const { key: gone, versionId } = other.upload;
    const raw = await access.raw(other);
    const [file] = await access
      .fetch([raw ?? { store: 'staging', key: gone, ...upload.content, ...(versionId && { versionId }) }])
      .catch((cause: unknown) => refuseGone(other.upload.key, cause));
    if (file !== undefined)
      again.push(
        await keepUpload(access, other, await read(file, other.upload.key, how), `${run.run}-${replay}`),
      );
  }
  return again;
};

/** By a declared spec, else as other uploads of the dataset showed, else as the file itself shows. */
const howOf = ({ specFile, run }: Pick<Options, 'specFile' | 'run'>, entries: readonly LogEntry[]): How => {
  const { found, knownColumns } = datasetSoFar(entries, run.run);
  return { ...(specFile === undefined ? { found } : { specFile }), ...(knownColumns && { knownColumns }) };
};

interface Options {
  readonly access: Access;
  readonly reader: IngestReader;
  readonly run: StageWork['run'];
  readonly replay: number;
  readonly specFile: How['specFile'];
  readonly raw: InputFile;
  readonly read: (file: InputFile, key: string, how: How) => Promise<CheckedFile>;
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** The entries before a run's own, where an attempt before wrote that; else all. */
export const upToOwn = (entries: readonly LogEntry[], run: string, replay: number) => {
  const own = entries.findIndex((one) => 'replay' in one && one.run === run && one.replay === replay);
  return { own: entries[own], isKnown: own >= 0, entries: own < 0 ? entries : entries.slice(0, own) };
};

/** How many uploads the dataset consists of, and what it was before. */
export const grownBy = (
  layers: readonly DatasetLayer[],
  before: readonly LogEntry[],
  { dataset, version }: { readonly dataset: string; readonly version: string },
): Pick<Grown, 'uploads' | 'changed' | 'versions' | 'wayWritten'> => {
  const versions = joinedEntries(before).map((entry) => entry.version);
  const swept = sweptVersions(before);
  return {
    uploads: layers.filter(({ type }) => type === 'upload').length,
    changed: versions.at(-1) !== version,
    versions: [...new Set(versions.reverse())].filter((one) => one !== version && !swept.has(one)),
    wayWritten: writtenBy(layers, dataset),
  };
};

/** What an upload alone makes: files of which nothing was made by their neighbours are those that the dataset keeps. */
const aloneReadings = ({ readings, kept }: CheckedFile, refs: readonly ObjectRef[]): VersionReadings => {
  const keptOf = new Map(kept.upload.readings.map(({ path }, index) => [path, refs[index]]));
  return readings.map(({ path, ...file }) => {
    const ref = keptOf.get(path);
    return ref === undefined ? { ...file, path } : { ...file, ref };
  });
};

/** The dataset as its first upload showed it: what is made of readings does not change with a later one. */
const firstDataset = (entries: readonly LogEntry[], own: CheckedFile): DatasetSpec => {
  const [first] = uploadEntries(entries);
  return first === undefined ? own.kept.dataset : factsOf(first).dataset;
};

/**
 * Reads an upload, and adds it to its dataset: the entry in the log says of which uploads the dataset consists from then
 * on. Where another upload takes its number first, it is joined with that one too. An attempt that comes after the entry
 * was written gives the same as that one.
 */
export const growDataset = async (options: Options): Promise<Grown> => {
  const { access, reader, run, replay, specFile, raw, read, folder, signal } = options;
  const { key, versionId, order } = run.upload;
  const upload = { key, order, ...(versionId && { versionId }) };
  const by = `${run.run}-${replay}`;
  const readOwn = async (wanted: How) => {
    const own = await read(raw, key, wanted);
    const kept = await timed('ingest: keep', () => keepUpload(access, { run: run.run, upload }, own, by));
    return { own, kept };
  };
  let { entries, isKnown, own: written } = upToOwn(await access.entries(), run.run, replay);
  let how = howOf(options, entries);
  let { own, kept } = await readOwn(how);
  for (let round = 1; ; round += 1) {
    const { spec } = own.kept.dataset;
    const joining = (again: KeptReadings[]) =>
      layersInForce([...joinedEntries(entries), { type: 'upload', ...kept, again }], spec);
    const others = joining([])
      .filter((other) => other.type === 'upload')
      .filter((other) => other.run !== run.run);
    const again = await readAgain(options, readingKey(spec), others, how);
    const layers = joining(again);
    const { profile, plan, whole: buckets, entities = [], names, shown } = own;
    const { whole: joined, keep } =
      profile === undefined
        ? await joinDataset({
            access,
            reader,
            dataset: specFile === undefined ? firstDataset(entries, own) : own.kept.dataset,
            layers,
            before: entries,
            own: run,
            replay,
            folder: `${folder}-${round}`,
            signal,
          })
        : {
            whole: { plan, whole: buckets, profile, entities, warnings: [], ...(names && { names }) },
            keep: async () => {
              if (shown !== undefined) await keepOwnPieces({ access, layers, own: run, replay }, spec, shown);
              return aloneReadings(own, kept.readings);
            },
          };
    const entry = entries.length + 1;
    const taken = await takeJoined({
      access,
      reader,
      run,
      plan: joined.plan,
      written,
      entities: joined.names,
      folder: `${folder}-others-${round}`,
      signal,
    });
    const { plan: chosen, scaledBy, outputs } = await chooseFit(access, taken.plan, entries, written);
    const fitted = [...outputs, ...(await chooseDrift(access, chosen, entries, scaledBy))];
    const whole = { ...joined, plan: chosen, warnings: [...joined.warnings, ...taken.warnings] };
    const { version, fit, joined: versions } = chosen;
    const at = new Date().toISOString();
    const added = {
      type: 'upload' as const,
      entry,
      at,
      replay,
      ...kept,
      version,
      ...(fit && { fit }),
      ...(versions && { joined: versions }),
      again,
    };
    if (isKnown || (await access.append(added))) {
      await access.afterSweep();
      return {
        own,
        readings: await keep(),
        whole,
        fitted,
        joined: taken.pieces,
        entry,
        ...grownBy(layers, entries, { dataset: run.dataset, version }),
      };
    }
    // It may have been another attempt of this very run that was first.
    ({ entries, isKnown, own: written } = upToOwn(await access.entries(), run.run, replay));
    const now = howOf(options, entries);
    if (isDeepStrictEqual(now, how)) continue;
    how = now;
    ({ own, kept } = await readOwn(how));
  }
};
