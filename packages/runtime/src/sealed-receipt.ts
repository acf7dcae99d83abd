import type { Stores } from './chain.ts';
import { ledgerKeys, RunDocument, readDocument, StageDone } from './ledger.ts';
import type { Receipt } from './receipt.ts';
import { newestReplay } from './runs.ts';

/** What a sealed run's receipt says beside its stages and outputs. */
export type SealedReceipt = Omit<Receipt, 'stages' | 'outputs' | 'error'>;

const sealedReceipt = (
  document: RunDocument,
  replay: number,
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
    ms: Date.parse(published.finishedAt) - Date.parse(document.upload.at),
    published: published.result,
    ...(typeof version === 'string' && { version }),
    ...(ingested !== undefined && { ingested: ingested.result }),
  };
};

/**
 * A run that is sealed, by five documents however many parts it had; undefined where it is not, or not there at all:
 * then its whole receipt says what it is.
 */
export const readSealedReceipt = async (stores: Stores, run: string): Promise<SealedReceipt | undefined> => {
  const keys = ledgerKeys(run);
  const [document, replay] = await Promise.all([
    readDocument(stores.results, keys.run, RunDocument),
    newestReplay(stores, run),
  ]);
  if (document === undefined) return undefined;
  const [ingested, published] = await Promise.all(
    (['ingest', 'publish'] as const).map((stage) =>
      readDocument(stores.results, keys.done(replay, stage, 0), StageDone),
    ),
  );
  return published === undefined ? undefined : sealedReceipt(document, replay, ingested, published);
};
