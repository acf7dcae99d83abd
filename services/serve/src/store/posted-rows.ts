import { RequestProblem } from '@wattline/http';
import type { CountedRow, FileRow } from '@wattline/online-transform';
import { type Logger, postedFolder, runId, type Stores } from '@wattline/worker';
import { postedName } from './posted-files.ts';
import { createWaitingRows, type WaitingRows } from './waiting-rows.ts';

/** A file of posted rows that is in the staging store, and the run that takes it. */
export interface StoredFile {
  readonly key: string;
  readonly run: string;
}

/** A posted row as a file has it. */
export interface PostedRow {
  readonly row: FileRow;
  readonly of: CountedRow;
}

/** Posted rows of a version, as its dataset's files have them. */
export interface Posted {
  readonly dataset: string;
  readonly version: string;
  readonly emptyCells: 'keep' | 'erase';
  readonly rows: readonly PostedRow[];
  /** The rows, where none may be beside rows of other calls: those of each file. */
  readonly parts?: readonly (readonly PostedRow[])[] | undefined;
}

export interface PostedRows {
  /**
   * Puts rows into the staging store, together with others of their version that come within a while.
   * @returns the files that have them, once they are there
   * @throws RequestProblem where they could not be put
   */
  readonly keep: (posted: Posted) => Promise<readonly StoredFile[]>;
  /** Puts what waits, and what comes from now on at once. */
  readonly flush: () => Promise<void>;
}

export interface StoreLimits {
  /** How long rows wait for others, ms. */
  readonly storeMs: number;
  /** From how many rows on they wait no longer. */
  readonly storeRows: number;
}

interface Batch {
  readonly dataset: string;
  readonly parts: readonly WaitingRows[];
  readonly timer: NodeJS.Timeout | undefined;
  readonly put: PromiseWithResolvers<readonly StoredFile[]>;
}

const textOf = (rows: readonly FileRow[]): string =>
  `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`;

/** Keeps posted rows as uploads of their dataset: who asked for it is answered once they are there. */
export const createPostedRows = (
  staging: Pick<Stores['staging'], 'name' | 'put'>,
  { storeMs, storeRows }: StoreLimits,
  { now, log }: { readonly now: () => Date; readonly log: Logger },
): PostedRows => {
  const batches = new Map<string, Batch>();
  const putting = new Map<string, Promise<unknown>>();
  let isFlushing = false;
  const putFiles = async ({ dataset, parts }: Batch): Promise<readonly StoredFile[]> => {
    const files: StoredFile[] = [];
    for (const some of parts.flatMap((rows) => rows.files())) {
      const key = postedFolder(dataset) + postedName(now());
      const { versionId, etag } = await staging.put(key, textOf(some), { contentType: 'application/json' });
      files.push({
        key,
        run: runId({ bucket: staging.name, key, etag, ...(versionId !== undefined && { versionId }) }),
      });
      log.info({ dataset, key, rows: some.length }, 'posted readings are stored');
    }
    return files;
  };
  const put = (name: string, batch: Batch): void => {
    clearTimeout(batch.timer);
    if (batches.get(name) === batch) batches.delete(name);
    // What comes later counts: it is put later.
    const before = putting.get(name) ?? Promise.resolve();
    const done = before
      .then(() => putFiles(batch))
      .then(batch.put.resolve, (cause: unknown) => {
        log.error({ dataset: batch.dataset, err: cause }, 'posted readings could not be stored');
        batch.put.reject(
          new RequestProblem(503, 'STORE_FAILED', 'the readings could not be stored', {
            remedy: 'send them again: readings that are stored twice change nothing',
            cause,
          }),
        );
      });
    putting.set(name, done);
    void done.finally(() => {
      if (putting.get(name) === done) putting.delete(name);
    });
  };
  const batchOf = ({ dataset }: Posted, parts: Batch['parts'], timer?: NodeJS.Timeout): Batch => {
    const batch: Batch = { dataset, parts, timer, put: Promise.withResolvers() };
    // Whoever asked may look at it later.
    batch.put.promise.catch(() => {});
    return batch;
  };
  const begin = (name: string, posted: Posted): Batch => {
    const timer = setTimeout(() => put(name, batch), storeMs);
    const batch = batchOf(posted, [createWaitingRows(posted.emptyCells)], timer);
    batches.set(name, batch);
    return batch;
  };
  const add = (to: WaitingRows, rows: Posted['rows']): WaitingRows => {
    for (const { row, of } of rows) to.add(row, of);
    return to;
  };
  return {
    keep: (posted) => {
      if (posted.rows.length === 0) return Promise.resolve([]);
      const name = `${posted.dataset} ${posted.version}`;
      const waiting = batches.get(name);
      if (posted.parts !== undefined) {
        if (waiting !== undefined) put(name, waiting);
        const own = posted.parts.map((rows) => add(createWaitingRows(posted.emptyCells), rows));
        const batch = batchOf(posted, own);
        put(name, batch);
        return batch.put.promise;
      }
      const batch = waiting ?? begin(name, posted);
      const size = batch.parts.reduce((sum, rows) => sum + add(rows, posted.rows).size(), 0);
      if (isFlushing || size >= storeRows) put(name, batch);
      return batch.put.promise;
    },
    flush: async () => {
      isFlushing = true;
      for (const [name, batch] of [...batches]) put(name, batch);
      await Promise.all(putting.values());
    },
  };
};
