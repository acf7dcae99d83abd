import { firstStage, lastStage } from '@wattline/topology';
import type { Stores } from './backend.ts';
import { ledgerKeys, RunDocument, readDocument, StageDone } from './ledger.ts';
import { msBetween, type Receipt } from './receipt.ts';
import { newestRequest } from './runs.ts';

/** A sealed run's receipt without its stages and outputs. */
export type SealedReceipt = Omit<Receipt, 'stages' | 'outputs' | 'error' | 'spec'>;

const sealedReceipt = (
  document: RunDocument,
  { replay, at }: { readonly replay: number; readonly at?: string },
  ingested: StageDone | undefined,
  published: StageDone,
): SealedReceipt => {
  const { version } = published.result;
  return {
    run: document.run,
    dataset: document.dataset,
    status: 'sealed',
    upload: document.upload,
    replay,
    ms: msBetween(at ?? document.upload.at, published.finishedAt),
    published: published.result,
    ...(typeof version === 'string' && { version }),
    ...(ingested !== undefined && { ingested: ingested.result }),
  };
};

/**
 * A run that is sealed, by five documents however many parts it had; undefined where it is not, or not there at all:
 * then read its whole receipt.
 */
export const readSealedReceipt = async (stores: Stores, run: string): Promise<SealedReceipt | undefined> => {
  const keys = ledgerKeys(run);
  const [document, request] = await Promise.all([
    readDocument(stores.results, keys.run, RunDocument),
    newestRequest(stores, run),
  ]);
  if (document === undefined) return undefined;
  const [ingested, published] = await Promise.all(
    [firstStage, lastStage].map((stage) =>
      readDocument(stores.results, keys.done(request.replay, stage, 0), StageDone),
    ),
  );
  return published === undefined ? undefined : sealedReceipt(document, request, ingested, published);
};
