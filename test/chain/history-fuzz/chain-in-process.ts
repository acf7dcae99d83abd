import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aggregateStage } from '@wattline/aggregate';
import type { ObjectInfo } from '@wattline/backend-contract';
import { ingestStage } from '@wattline/ingest-stage';
import { tasks } from '@wattline/ingest-stage/reader-tasks';
import { publishStage } from '@wattline/publish';
import { topology } from '@wattline/topology';
import { transformStage } from '@wattline/transform';
import {
  type Backend,
  createLog,
  type Failpoint,
  hasOutcome,
  isEnd,
  type Receipt,
  readReceipt,
  requestDeletion,
  runId,
  runWorker,
  STAGING_PREFIX,
  type Stage,
  type StageName,
  specKey,
  WattlineEvent,
  writeObjectCreated,
} from '@wattline/worker';
import { queueAdapter, storeAdapter } from '../../adapters/memory/adapters.ts';
import { lessOften, until } from '../../support/until.ts';

export const DATASET = 'town';

/** An upload that is in the staging store, and the event that says so. */
export interface Put {
  readonly run: string;
  readonly event: string;
}

/** All stages in this process, over stores and queues in its memory. */
export interface ChainInProcess extends Pick<Backend, 'stores'> {
  /** What was published so far. */
  readonly events: readonly WattlineEvent[];
  putSpec(text: string, dataset?: string): Promise<void>;
  /** @param at the store's time of the upload */
  put(name: string, text: string, at: Date, dataset?: string): Promise<Put>;
  putDeletion(deletes: Parameters<typeof requestDeletion>[2], at: Date): Promise<Put>;
  /** Lets an event arrive, and waits until its run has ended. */
  take(upload: Put): Promise<Receipt>;
  /** Lets events arrive at once, and waits until what each brought is in a version, or is refused. */
  takeAll(uploads: readonly Put[]): Promise<Receipt[]>;
  /** The next attempt that comes to `point` of `stage` ends there. */
  dieAt(stage: StageName, point: Failpoint): void;
  close(): Promise<void>;
}

/** Room for a small file: a larger buffer for each would keep the garbage collector busy. */
const chunkBytes = 65_536;

/** Reads files in this process: the files of histories kill nobody. */
const reader: Parameters<typeof ingestStage>[0]['reader'] = {
  run: (task, input) => {
    const run = tasks[task] as (input: unknown) => Promise<never>;
    return run({ ...input, chunkBytes });
  },
  close: async () => {},
};

export type ChangeStage = (stage: Stage) => Stage;

/** @param turns `together`: uploads that wait become one version; else each makes its own */
export const openChainInProcess = async (
  change: ChangeStage = (stage) => stage,
  turns: 'together' | 'by-itself' = 'by-itself',
  watch: (stores: Backend['stores']) => Backend['stores'] = (stores) => stores,
): Promise<ChainInProcess> => {
  const folder = await mkdtemp(join(tmpdir(), 'wattline-history-'));
  const settings = { environment: {}, topology, dataDir: folder };
  const stores = watch((await storeAdapter.open({ ...settings, needs: [] })).stores);
  const opened = await queueAdapter.open({ ...settings, needs: [] });
  const waiting = new Map<string, () => void>();
  const published: WattlineEvent[] = [];
  const events = {
    ...opened.queues.events,
    send: async (body: string) => {
      const event = WattlineEvent.parse(JSON.parse(body));
      const { type, subject } = event;
      published.push(event);
      if (isEnd(type)) waiting.get(subject)?.();
    },
  };
  const backend: Backend = { stores, queues: { ...opened.queues, events } };
  const stop = new AbortController();
  const deaths = new Map<string, number>();
  const running: Promise<void>[] = [];
  for (const stage of [
    ingestStage({ rowsPerPart: 1_000_000, reader, piecesFromRows: 1 }),
    transformStage(),
    aggregateStage(),
    publishStage(),
  ]) {
    const scratch = join(folder, stage.name);
    await mkdir(scratch);
    running.push(
      runWorker(
        {
          stage: change(stage),
          backend,
          queue: backend.queues[topology.stages[stage.name].receives],
          worker: 'history',
          scratch,
          slots: turns === 'together' ? 3 : 1,
          visibilityMs: 120_000,
          maxFailures: 20,
          maxDeaths: 20,
          retryMs: 1,
          turns,
          graceMs: 60_000,
          hitFailpoint: (point) => {
            const key = `${stage.name} ${point}`;
            const left = deaths.get(key) ?? 0;
            if (left === 0) return;
            deaths.set(key, left - 1);
            throw new Error(`interrupted at ${point} of ${stage.name}`);
          },
          log: createLog(stage.name, process.env.WATTLINE_LOG_LEVEL ?? 'silent'),
        },
        stop.signal,
      ),
    );
  }
  const putBy = ({ key, etag, versionId, bytes }: ObjectInfo, at: Date): Put => {
    const bucket = stores.staging.name;
    const created = { bucket, key, etag, bytes, at, ...(versionId !== undefined && { versionId }) };
    return { run: runId(created), event: writeObjectCreated(created) };
  };
  return {
    stores,
    events: published,
    putSpec: async (text, dataset = DATASET) => {
      await stores.staging.put(specKey(dataset), text);
    },
    put: async (name, text, at, dataset = DATASET) =>
      putBy(await stores.staging.put(`${STAGING_PREFIX}${dataset}/${name}`, text), at),
    putDeletion: async (deletes, at) => {
      const { key } = await requestDeletion(stores, DATASET, deletes);
      const info = await stores.staging.head(key);
      if (info === undefined) throw new Error(`${key} is not there`);
      return putBy(info, at);
    },
    take: async ({ run, event }) => {
      const ended = new Promise<void>((resolve) => waiting.set(run, resolve));
      await backend.queues.ingest.send(event);
      await ended;
      waiting.delete(run);
      const receipt = await readReceipt(stores, run);
      if (receipt === undefined) throw new Error(`run ${run} has ended, and has no receipt`);
      return receipt;
    },
    takeAll: async (uploads) => {
      for (const { event } of uploads) await backend.queues.ingest.send(event);
      return Promise.all(
        uploads.map(({ run }) =>
          until(
            `run ${run} has an outcome`,
            async () => {
              const receipt = await readReceipt(stores, run);
              return receipt !== undefined && hasOutcome(receipt) && receipt;
            },
            undefined,
            lessOften,
          ),
        ),
      );
    },
    dieAt: (stage, point) => {
      const key = `${stage} ${point}`;
      deaths.set(key, (deaths.get(key) ?? 0) + 1);
    },
    close: async () => {
      stop.abort();
      await Promise.all(running);
      await opened.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
