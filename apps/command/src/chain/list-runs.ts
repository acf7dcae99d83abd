import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RunSummary } from '@wattline/api';
import { openRunIndex, type RunIndex, summarize } from '@wattline/status/run-index';
import { ledgerRuns, readReceipt, readSealedReceipt } from '@wattline/worker';
import pMap from 'p-map';
import type { CommandBackend } from './open.ts';

/** Documents of so many runs are read side by side. */
const CONCURRENCY = 16;

/** Runs of these statuses change only by a replay, which puts them into the index itself. */
const isFinal = ({ status, version }: RunSummary): boolean =>
  status === 'sealed' ||
  status === 'rejected' ||
  status === 'cancelled' ||
  (status === 'superseded' && version !== undefined);

type ListBackend = Pick<CommandBackend, 'stores' | 'dataDir'>;

/** The index that the status service keeps beside the stores; one in memory where there is none to write to. */
const openIndex = ({ dataDir }: ListBackend): RunIndex => {
  if (dataDir !== undefined && existsSync(dataDir)) {
    try {
      return openRunIndex(join(dataDir, 'run-index.db'));
    } catch {
      // A folder that may only be read, or a full disk: the ledger is read instead.
    }
  }
  return openRunIndex(':memory:');
};

const read = async (
  { stores }: ListBackend,
  run: string,
): Promise<{ readonly summary: RunSummary; readonly order: string } | undefined> => {
  const receipt = (await readSealedReceipt(stores, run)) ?? (await readReceipt(stores, run));
  return receipt && { summary: summarize(receipt), order: receipt.upload.order };
};

/** Whether a run is known to be of another dataset than the one that is asked for. */
const isOfOther = (index: RunIndex, run: string, dataset: string | undefined): boolean =>
  dataset !== undefined && (index.get(run)?.dataset ?? dataset) !== dataset;

/** Reads one run again into the index, where there is one. */
export const indexRun = async (backend: CommandBackend, run: string): Promise<void> => {
  const index = openIndex(backend);
  try {
    const found = await read(backend, run);
    if (found !== undefined) index.put(found.summary, found.order);
  } finally {
    index.close();
  }
};

/** Every run in the ledger, the newest first. What the index holds of ended runs is not read again. */
export const listSummaries = async (
  backend: ListBackend,
  dataset?: string,
): Promise<readonly RunSummary[]> => {
  const index = openIndex(backend);
  try {
    const inLedger = new Set<string>();
    for await (const run of ledgerRuns(backend.stores)) inLedger.add(run);
    const all = (): readonly RunSummary[] =>
      index.list(dataset === undefined ? {} : { dataset }, { limit: Number.MAX_SAFE_INTEGER }).runs;
    const known = all();
    const ended = new Set(known.filter(isFinal).map(({ run }) => run));
    const open = [...inLedger].filter((run) => !ended.has(run) && !isOfOther(index, run, dataset));
    await pMap(
      open,
      async (run) => {
        const found = await read(backend, run);
        if (found !== undefined) index.put(found.summary, found.order);
      },
      { concurrency: CONCURRENCY },
    );
    return (open.length === 0 ? known : all()).filter(({ run }) => inLedger.has(run));
  } finally {
    index.close();
  }
};
