import { mkdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { ObjectNotFound } from '@wattline/backend-contract';
import { RejectedError, TransientError } from '@wattline/errors';
import { hashFile } from '@wattline/hash';
import { firstStage, nodeOf, type StageName, taskCount } from '@wattline/topology';
import pMap from 'p-map';
import type { Stores } from './backend.ts';
import type { Task } from './events.ts';
import type { InputFile } from './input-file.ts';
import type { ObjectRef, RunDocument, StageDone } from './ledger.ts';
import { readDone } from './read-done.ts';
import { readSpecOf } from './runs.ts';
import { erasedUploadKey } from './upload.ts';

/** Files brought here at once: each waits for the disk, or the network. */
const CONCURRENCY = 8;

const missing = (what: string): TransientError =>
  new TransientError('LEDGER_INCOMPLETE', `the ledger has no ${what} yet`, {
    remedy: 'nothing, where the stage before is still at work; else replay the run from that stage',
  });

const doneOf = async (
  stores: Stores,
  { run, replay }: Task,
  stage: StageName,
  part: number,
): Promise<StageDone> => {
  const done = await readDone(stores.results, { run, replay }, stage, part);
  if (done === undefined) throw missing(`record of ${stage} part ${part} of run ${run}`);
  return done;
};

/** What a stage that is read has recorded: of the same task, or of all where the reader's own scope is wider. */
const donesOf = (
  readDone: (stage: StageName, part: number) => Promise<StageDone>,
  task: Task,
  stage: StageName,
  from: StageName,
  parts: number,
): Promise<StageDone[]> => {
  const isSameTask = nodeOf(from).scope === 'part' && nodeOf(stage).scope === 'part';
  const indices = isSameTask
    ? [task.part]
    : Array.from({ length: taskCount(from, parts) }, (_, index) => index);
  return Promise.all(indices.map((index) => readDone(from, index)));
};

const isKind = (kind: string) => (ref: ObjectRef) => ref.labels?.kind === kind;

const handedTo = (part: number) => (ref: ObjectRef) => ref.to === 'all' || ref.to === part;

interface StagedVersion {
  readonly key: string;
  readonly versionId?: string | undefined;
}

const findStaged = async (
  { staging }: Pick<Stores, 'staging'>,
  { key, versionId }: StagedVersion,
): Promise<ObjectRef | undefined> => {
  const info = await staging.head(key, versionId === undefined ? {} : { versionId });
  return (
    info && {
      store: 'staging',
      key,
      bytes: info.bytes,
      sha256: info.sha256 ?? '',
      ...(versionId === undefined ? {} : { versionId }),
    }
  );
};

/** The file of a run's upload: as it was uploaded, or as an erasure wrote it again. Undefined where it is gone. */
export const findUpload = async (
  stores: Pick<Stores, 'staging'>,
  {
    dataset,
    run,
    upload,
  }: { readonly dataset: string; readonly run: string; readonly upload: StagedVersion },
): Promise<ObjectRef | undefined> =>
  (await findStaged(stores, upload)) ?? findStaged(stores, { key: erasedUploadKey(dataset, run) });

const describe = async (
  key: string,
  found: Promise<ObjectRef | undefined>,
  kind: string,
): Promise<ObjectRef> => {
  const ref = await found;
  if (ref === undefined) {
    throw new RejectedError('UPLOAD_GONE', `${key} is no longer in the staging store`, {
      place: { file: key },
      remedy: 'upload the file again',
    });
  }
  return { ...ref, labels: { kind } };
};

/** The objects that a stage's part is to read, in an order that never changes. */
export const inputsOf = async (
  stage: StageName,
  part: Task,
  run: RunDocument,
  stores: Stores,
): Promise<{ refs: ObjectRef[]; later: ObjectRef[]; ingested?: StageDone }> => {
  const { reads } = nodeOf(stage);
  if (reads.length === 0) {
    const refs = [await describe(run.upload.key, findUpload(stores, run), 'raw')];
    const spec = await readSpecOf(stores, run, part.replay);
    if (spec !== undefined) refs.push(await describe(spec.key, findStaged(stores, spec), 'spec'));
    return { refs, later: [] };
  }
  const read = new Map<string, Promise<StageDone>>();
  const readDone = (from: StageName, index: number): Promise<StageDone> => {
    const name = `${from} ${index}`;
    const done = read.get(name) ?? doneOf(stores, part, from, index);
    read.set(name, done);
    return done;
  };
  const divided = await readDone(firstStage, 0);
  const refs: ObjectRef[] = [];
  const later: ObjectRef[] = [];
  for (const { from, kind, later: isLater = false } of reads) {
    const done = await donesOf(readDone, part, stage, from, divided.parts);
    const wanted = kind === undefined ? handedTo(part.part) : isKind(kind);
    (isLater ? later : refs).push(...done.flatMap(({ outputs }) => outputs.filter(wanted)));
  }
  return { ingested: divided, refs, later };
};

/** Whether the store, which knows the hash of what it keeps, says that the object is what was written. */
const isKept = async ({ store, key, sha256 }: ObjectRef, stores: Stores): Promise<boolean> =>
  (await stores[store].head(key))?.sha256 === sha256;

/** Brings the objects here and checks that they are what was written. */
export const fetchInputs = async (
  refs: readonly ObjectRef[],
  stores: Stores,
  scratch: string,
  signal: AbortSignal,
): Promise<InputFile[]> => {
  const folder = join(scratch, 'inputs');
  await mkdir(folder, { recursive: true });
  const fetched = async (ref: ObjectRef, index: number): Promise<InputFile> => {
    signal.throwIfAborted();
    const own = join(folder, String(index));
    await mkdir(own);
    try {
      const path = await stores[ref.store].file(
        ref.key,
        own,
        ref.versionId === undefined ? {} : { versionId: ref.versionId },
      );
      const isDownload = !relative(own, path).startsWith('..');
      const isWhole = !isDownload && (await isKept(ref, stores));
      if (ref.store === 'staging') return { path, ref: await known(ref, path, signal) };
      return { path, ref: isWhole ? ref : await verified(ref, path, signal) };
    } catch (error) {
      if (!(error instanceof ObjectNotFound)) throw error;
      throw new TransientError('INPUT_MISSING', `${ref.key} is missing from the ${ref.store} store`, {
        place: { file: ref.key },
        remedy: 'replay the run from the stage that wrote it: what stages hand on expires after some days',
        cause: error,
      });
    }
  };
  return pMap(refs, fetched, { concurrency: CONCURRENCY });
};

/** An upload has no hash to be checked against: it gets its hash here, unless the store keeps it. */
const known = async (ref: ObjectRef, path: string, signal: AbortSignal): Promise<ObjectRef> =>
  ref.sha256 === '' ? { ...ref, sha256: (await hashFile(path, signal)).sha256 } : ref;

const verified = async (ref: ObjectRef, path: string, signal: AbortSignal): Promise<ObjectRef> => {
  const { sha256: found } = await hashFile(path, signal);
  if (found === ref.sha256) return ref;
  // Parquet has no checksum that its readers check: a flipped bit would be believed.
  throw new TransientError(
    'INPUT_CORRUPT',
    `${ref.key} is not what was written: its SHA-256 is ${found}, not ${ref.sha256}`,
    {
      place: { file: ref.key },
      remedy: 'check the disk or the store, then replay the run from the stage that wrote the object',
    },
  );
};
