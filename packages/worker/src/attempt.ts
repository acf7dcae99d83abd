import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { RejectedError, reportError } from '@wattline/errors';
import { timed } from '@wattline/steps';
import { nodeOf, topology } from '@wattline/topology';
import type { Logger } from 'pino';
import { openAttemptLog } from './attempt-log.ts';
import type { Backend } from './backend.ts';
import { openDataset } from './dataset/open-dataset.ts';
import { driftIn } from './drift.ts';
import type { Task } from './events.ts';
import type { HitFailpoint } from './failpoint.ts';
import { fetchInputs, inputsOf } from './inputs.ts';
import {
  createDocument,
  ledgerKeys,
  type ObjectRef,
  type RunDocument,
  readDocument,
  StageDone,
  type StageFailure,
} from './ledger.ts';
import type { Observe } from './observer.ts';
import { writeOutputs } from './outputs.ts';
import { readRun } from './runs.ts';
import { divideTask } from './shares/divide-task.ts';
import { lendFile } from './shares/lend-file.ts';
import type { Stage } from './stage.ts';

export interface AttemptOptions {
  readonly stage: Stage;
  readonly backend: Backend;
  /** Names this worker in the ledger. */
  readonly worker: string;
  readonly scratch: string;
  readonly hitFailpoint: HitFailpoint;
  readonly log: Logger;
  readonly observe?: Observe;
}

export interface Delivery {
  readonly receiveCount: number;
  /** Aborts when the work is not wanted any more: the worker stops, or the message may be somebody else's. */
  readonly signal: AbortSignal;
  /** Aborts when this worker stops. */
  readonly stop: AbortSignal;
  /** Nothing else is in flight in this process. */
  readonly alone: boolean;
}

/** How an attempt ended: `done` and `rejected` are recorded and final, `failed` may be retried. */
export type AttemptResult =
  | { readonly outcome: 'done'; readonly done: StageDone }
  | { readonly outcome: 'rejected'; readonly rejected: StageFailure }
  | { readonly outcome: 'failed'; readonly error: StageFailure['error']; readonly cause: unknown };

const RECORD_PAUSES_MS = [200, 1_000, 0];

const attemptName = (receiveCount: number): string =>
  `${String(receiveCount).padStart(3, '0')}-${randomBytes(4).toString('hex')}`;

const amountOf = (refs: readonly ObjectRef[]): { rows: number; bytes: number } => ({
  rows: refs.reduce((sum, { labels }) => sum + (typeof labels?.rows === 'number' ? labels.rows : 0), 0),
  bytes: refs.reduce((sum, { bytes }) => sum + bytes, 0),
});

const work = async (
  options: AttemptOptions,
  part: Task,
  run: RunDocument | undefined,
  attempt: string,
  startedAt: Date,
  { signal, stop }: Delivery,
  log: Logger,
): Promise<StageDone> => {
  const { stage, backend, hitFailpoint } = options;
  const { stores } = backend;
  if (run === undefined)
    throw new RejectedError('RUN_UNKNOWN', `the ledger has no run ${part.run}`, {
      remedy: 'upload the file again',
    });
  const scratch = join(options.scratch, attempt);
  await mkdir(scratch, { recursive: true });
  try {
    const { refs, later, ingested } = await inputsOf(stage.name, part, run, stores);
    const inputs = await timed(`${stage.name}: fetch`, () => fetchInputs(refs, stores, scratch, signal));
    options.observe?.({ type: 'moved', direction: 'read', ...amountOf(refs) });
    hitFailpoint('after-read');
    let fetched = 0;
    const outcome = await stage.run({
      run,
      replay: part.replay,
      part: part.part,
      parts: part.parts,
      inputs,
      later,
      fetch: async (wanted) => {
        fetched += 1;
        const folder = join(scratch, `later-${fetched}`);
        await mkdir(folder);
        const files = await fetchInputs(wanted, stores, folder, signal);
        options.observe?.({ type: 'moved', direction: 'read', ...amountOf(wanted) });
        return files;
      },
      ...(ingested && { ingested }),
      ...(stage.share !== undefined && {
        divide: divideTask({
          stores,
          queue: backend.queues[topology.stages[stage.name].receives],
          stage: stage.name,
          task: part,
          worker: options.worker,
          scratch: join(scratch, 'shares'),
          signal,
        }),
        lend: lendFile({ stores, stage: stage.name, task: part, scratch, signal }),
      }),
      ...(nodeOf(stage.name).reads.length === 0 && {
        dataset: openDataset(stores, run.dataset, { scratch, signal }),
      }),
      workKey: (name) => `work/${part.run}/replay-${part.replay}/${stage.name}/${part.part}/${name}`,
      scratch,
      signal,
      log,
    });
    // What is done is recorded even if the message was lost meanwhile: the first record counts. A process that is blocked
    // for longer than its message stays hidden would never come to an end otherwise, nor would the next.
    stop.throwIfAborted();
    hitFailpoint('before-write');
    const outputs = await timed(`${stage.name}: store`, () =>
      writeOutputs(outcome.outputs, stores, hitFailpoint),
    );
    const written = outputs.filter((_, index) => !('ref' in (outcome.outputs[index] ?? {})));
    options.observe?.({ type: 'moved', direction: 'written', ...amountOf(written) });
    return {
      stage: stage.name,
      part: part.part,
      parts: outcome.parts ?? part.parts,
      startedAt: startedAt.toISOString(),
      finishedAt: new Date().toISOString(),
      outputs,
      result: { ...outcome.result },
    };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
};

/**
 * Runs one part up to its record: where two workers had it, the first record is the one that counts. Nothing is sent.
 * Throws only where it was interrupted.
 */
export const attemptTask = async (
  options: AttemptOptions,
  part: Task,
  delivery: Delivery,
): Promise<AttemptResult> => {
  const { stage, backend, hitFailpoint, worker } = options;
  const { results } = backend.stores;
  const { receiveCount, alone, signal } = delivery;
  const keys = ledgerKeys(part.run);
  const at = [part.replay, stage.name, part.part] as const;
  const attempt = attemptName(receiveCount);
  const startedAt = new Date();
  const kept = openAttemptLog(options.log, { run: part.run, stage: stage.name, part: part.part, attempt });
  const run = await readRun(backend.stores, part.run);
  await createDocument(results, keys.attempt(...at, attempt), {
    attempt,
    worker,
    receiveCount,
    startedAt: startedAt.toISOString(),
    alone,
  });
  // To the worker's log as well, but for the file: what a dying process prints after it names no run.
  kept.log.info({ file: run?.upload.key, worker, receiveCount, alone }, 'attempt started');
  try {
    const mine = await work(options, part, run, attempt, startedAt, delivery, kept.log);
    hitFailpoint('before-done');
    const doneKey = keys.done(...at);
    const first = await createDocument(results, doneKey, mine);
    const done = first ? mine : ((await readDocument(results, doneKey, StageDone)) ?? mine);
    kept.own.info({ ms: Date.now() - startedAt.getTime() }, 'part done');
    const drift = driftIn(done.result);
    if (drift !== undefined) options.observe?.({ type: 'compared', drift });
    return { outcome: 'done', done };
  } catch (cause) {
    kept.own.error({ err: cause }, 'attempt failed');
    const error = reportError(cause);
    const failure = { stage: stage.name, part: part.part, at: new Date().toISOString(), error };
    if (cause instanceof RejectedError) {
      await createDocument(results, keys.rejected(part.replay), failure);
      return { outcome: 'rejected', rejected: failure };
    }
    const log = options.log.child({ run: part.run, stage: stage.name, part: part.part });
    if (!signal.aborted) {
      await recorded(log, () => createDocument(results, keys.failed(...at, attempt), failure));
      return { outcome: 'failed', error, cause };
    }
    const reason = String(signal.reason);
    await recorded(log, () =>
      createDocument(results, keys.released(...at, attempt), { at: failure.at, reason }),
    );
    throw cause;
  } finally {
    await kept.save(results, keys.log(...at, attempt));
  }
};

/** The store may be what failed: it is asked a few times, for an attempt without an end looks like a death. */
const recorded = async (log: Logger, write: () => Promise<unknown>): Promise<void> => {
  for (const pauseMs of RECORD_PAUSES_MS) {
    try {
      await write();
      return;
    } catch (err) {
      log.error({ err }, 'the end of the attempt could not be recorded');
      await sleep(pauseMs);
    }
  }
};
