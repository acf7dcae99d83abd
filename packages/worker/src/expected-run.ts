import type { ObjectInfo } from '@wattline/backend-contract';
import { stageNames } from '@wattline/topology';
import type { Stores } from './backend.ts';
import { ledgerKeys, RunDocument, readDocument } from './ledger.ts';
import type { Receipt } from './receipt.ts';
import { runId } from './upload.ts';

/** Written when an upload is stored, for those who ask before ingest opens its run. The run does not depend on it. */
const ExpectedRun = RunDocument.pick({ run: true, dataset: true, upload: true });

/** Writes down that an object's run is to come. Returns the run's id. */
export const expectRun = async (
  { staging, results }: Pick<Stores, 'staging' | 'results'>,
  dataset: string,
  { key, etag, versionId, bytes, modifiedAt }: ObjectInfo,
): Promise<string> => {
  const version = versionId === undefined ? {} : { versionId };
  const run = runId({ bucket: staging.name, key, etag, ...version });
  const at = modifiedAt.toISOString();
  // The run's own document has the order that counts: the event's.
  const upload = { bucket: staging.name, key, ...version, etag, bytes, at, order: at };
  const document = JSON.stringify({ run, dataset, upload });
  // The upload is stored, and its run comes whether this is written or not.
  await results
    .put(ledgerKeys(run).expected, document, { contentType: 'application/json' })
    .catch(() => undefined);
  return run;
};

/** The receipt of a run that is to come: it waits. Undefined where nobody expects it. */
export const readExpectedRun = async (
  { results }: Pick<Stores, 'results'>,
  run: string,
): Promise<Receipt | undefined> => {
  const expected = await readDocument(results, ledgerKeys(run).expected, ExpectedRun);
  return (
    expected && {
      ...expected,
      status: 'waiting',
      replay: 0,
      stages: stageNames.map((stage) => ({ stage, status: 'waiting', parts: [], attempts: 0 })),
      outputs: [],
    }
  );
};
