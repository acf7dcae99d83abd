import type { Stores } from './backend.ts';
import {
  createDocument,
  ledgerKeys,
  ReplayDocument,
  RunDocument,
  readDocument,
  type SpecRef,
} from './ledger.ts';
import type { ObjectCreated } from './object-created.ts';
import { datasetOf, runId, specKey } from './upload.ts';

/** The dataset's `wattline.yaml` as it is now; undefined where there is none. */
export const datasetSpec = async (stores: Stores, dataset: string): Promise<SpecRef | undefined> => {
  const found = await stores.staging.head(specKey(dataset));
  return found && { key: found.key, versionId: found.versionId, etag: found.etag };
};

/** The run of an upload: begun here where it is seen for the first time. Undefined for what starts no run. */
export const openRun = async (created: ObjectCreated, stores: Stores): Promise<RunDocument | undefined> => {
  const dataset = datasetOf(created.key);
  if (dataset === undefined) return undefined;
  const run = runId(created);
  const known = await readRun(stores, run);
  if (known !== undefined) return known;
  // The spec's version is pinned: an attempt after a crash must work by the same spec.
  const spec = await datasetSpec(stores, dataset);
  await createDocument(stores.results, ledgerKeys(run).run, {
    run,
    dataset,
    upload: {
      bucket: created.bucket,
      key: created.key,
      versionId: created.versionId,
      etag: created.etag,
      bytes: created.bytes,
      at: created.at.toISOString(),
      order: `${created.at.toISOString()} ${created.sequencer ?? created.versionId ?? ''}`,
    },
    ...(spec && { spec }),
    createdAt: new Date().toISOString(),
  } satisfies RunDocument);
  return readRun(stores, run);
};

export const readRun = (stores: Stores, run: string): Promise<RunDocument | undefined> =>
  readDocument(stores.results, ledgerKeys(run).run, RunDocument);

/** What `replay.json` was called before. */
const OLD_REPLAY = 'requested.json';

export const readReplay = async (
  stores: Pick<Stores, 'results'>,
  run: string,
  replay: number,
): Promise<ReplayDocument | undefined> => {
  const keys = ledgerKeys(run);
  return (
    (await readDocument(stores.results, keys.replay(replay), ReplayDocument)) ??
    (await readDocument(stores.results, keys.replayRoot(replay) + OLD_REPLAY, ReplayDocument))
  );
};

/** The spec that a run, or a replay of it, works by: pinned when it was requested. Undefined: the file shows it. */
export const specOf = (
  run: RunDocument,
  request: Pick<ReplayDocument, 'spec'> | undefined,
): SpecRef | undefined => (request?.spec === undefined ? run.spec : (request.spec ?? undefined));

/** As `specOf`, from the ledger. */
export const readSpecOf = async (
  stores: Stores,
  run: RunDocument,
  replay: number,
): Promise<SpecRef | undefined> =>
  specOf(run, replay === 0 ? undefined : await readReplay(stores, run.run, replay));

const replayNumbers = async (stores: Stores, run: string): Promise<number[]> => {
  const numbers: number[] = [];
  for await (const folder of stores.results.folders(ledgerKeys(run).root)) {
    const number = Number(/replay-(\d+)\/$/.exec(folder)?.[1]);
    if (number > 0) numbers.push(number);
  }
  return numbers.sort((a, b) => b - a);
};

/** The newest replay of a run and when it was requested; 0 if it was never replayed. */
export const newestRequest = async (
  stores: Stores,
  run: string,
): Promise<Pick<ReplayDocument, 'replay'> & Partial<ReplayDocument>> => {
  for (const number of await replayNumbers(stores, run)) {
    // A replay whose request was never written is none.
    const request = await readReplay(stores, run, number);
    if (request !== undefined) return request;
  }
  return { replay: 0 };
};

/** The number of the newest replay of a run, 0 where it was never replayed. */
export const newestReplay = async (stores: Stores, run: string): Promise<number> =>
  (await newestRequest(stores, run)).replay;

/** The id of every run that has a ledger, in no order that means something. */
export const ledgerRuns = async function* (stores: Stores): AsyncGenerator<string, undefined> {
  for await (const folder of stores.results.folders('runs/')) yield folder.slice('runs/'.length, -1);
  return undefined;
};

/** Every run in the ledger, in no order that means something. */
export const listRuns = async function* (stores: Stores): AsyncGenerator<RunDocument> {
  for await (const run of ledgerRuns(stores)) {
    const document = await readRun(stores, run);
    if (document !== undefined) yield document;
  }
};
