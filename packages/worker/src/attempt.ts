import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RejectedError, reportError } from '@wattline/errors';
import type { Logger } from 'pino';
import { openAttemptLog } from './attempt-log.ts';
import type { Chain } from './chain.ts';
import { type Part, stageEvent } from './events.ts';
import type { Reach } from './failpoint.ts';
import { announce, forward } from './forward.ts';
import { fetchInputs, inputsOf } from './inputs.ts';
import {
  createDocument,
  ledgerKeys,
  type ObjectRef,
  readDocument,
  StageDone,
  StageFailure,
} from './ledger.ts';
import type { Observe } from './observer.ts';
import { writeOutputs } from './outputs.ts';
import { readRun } from './runs.ts';
import type { Stage } from './stage.ts';

export interface AttemptOptions {
  readonly stage: Stage;
  readonly chain: Chain;
  /** Names this worker in the ledger. */
  readonly worker: string;
  readonly scratch: string;
  readonly reach: Reach;
  readonly log: Logger;
  readonly observe?: Observe;
}

export interface Delivery {
  readonly receiveCount: number;
  /** No further delivery follows this one: it goes to the dead letters. */
  readonly last: boolean;
  readonly signal: AbortSignal;
}

/** How a part came out: `done` and `rejected` are recorded and final; `skipped` had nothing left to do. */
export type Outcome = 'done' | 'rejected' | 'skipped';

const attemptName = (receiveCount: number): string =>
  `${String(receiveCount).padStart(3, '0')}-${randomBytes(4).toString('hex')}`;

const amountOf = (refs: readonly ObjectRef[]): { rows: number; bytes: number } => ({
  rows: refs.reduce((sum, { labels }) => sum + (typeof labels?.rows === 'number' ? labels.rows : 0), 0),
  bytes: refs.reduce((sum, { bytes }) => sum + bytes, 0),
});

const work = async (
  options: AttemptOptions,
  part: Part,
  attempt: string,
  startedAt: Date,
  signal: AbortSignal,
  log: Logger,
): Promise<StageDone> => {
  const { stage, chain, reach } = options;
  const { stores } = chain;
  const run = await readRun(stores, part.run);
  if (run === undefined)
    throw new RejectedError('RUN_UNKNOWN', `the ledger has no run ${part.run}`, {
      remedy: 'upload the file again',
    });
  const scratch = join(options.scratch, attempt);
  await mkdir(scratch, { recursive: true });
  try {
    const { refs, ingested } = await inputsOf(stage.name, part, run, stores);
    const inputs = await fetchInputs(refs, stores, scratch, signal);
    options.observe?.({ type: 'moved', direction: 'read', ...amountOf(refs) });
    reach('after-read');
    const outcome = await stage.run({
      run,
      part: part.part,
      parts: part.parts,
      inputs,
      ...(ingested && { ingested }),
      workKey: (name) => `work/${part.run}/replay-${part.replay}/${stage.name}/${part.part}/${name}`,
      scratch,
      signal,
      log,
    });
    signal.throwIfAborted();
    reach('before-write');
    const outputs = await writeOutputs(outcome.outputs, stores, reach);
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
 * Does one part, at most once as far as anyone can see: what is recorded as done is not done again, only told again.
 * Throws what may be retried.
 */
export const attemptPart = async (
  options: AttemptOptions,
  part: Part,
  delivery: Delivery,
): Promise<Outcome> => {
  const { stage, chain, reach } = options;
  const { results } = chain.stores;
  const keys = ledgerKeys(part.run);
  const doneKey = keys.done(part.replay, stage.name, part.part);
  const before = await readDocument(results, doneKey, StageDone);
  if (before !== undefined) {
    await forward(stage.name, part, before, chain);
    return 'skipped';
  }
  if ((await readDocument(results, keys.rejected(part.replay), StageFailure)) !== undefined) return 'skipped';

  const attempt = attemptName(delivery.receiveCount);
  const startedAt = new Date();
  const kept = openAttemptLog(options.log, { run: part.run, stage: stage.name, part: part.part, attempt });
  await createDocument(results, keys.attempt(part.replay, stage.name, part.part, attempt), {
    attempt,
    worker: options.worker,
    receiveCount: delivery.receiveCount,
    startedAt: startedAt.toISOString(),
  });
  kept.own.info({ worker: options.worker, receiveCount: delivery.receiveCount }, 'attempt started');
  try {
    const mine = await work(options, part, attempt, startedAt, delivery.signal, kept.log);
    reach('before-done');
    // Where two workers had the same part, the first record stands; the bytes are the same.
    const first = await createDocument(results, doneKey, mine);
    const done = first ? mine : ((await readDocument(results, doneKey, StageDone)) ?? mine);
    reach('before-send');
    await forward(stage.name, part, done, chain);
    kept.own.info({ ms: Date.now() - startedAt.getTime() }, 'part done');
    return 'done';
  } catch (error) {
    const failure = {
      stage: stage.name,
      part: part.part,
      at: new Date().toISOString(),
      error: reportError(error),
    };
    kept.own.error({ err: error }, 'attempt failed');
    if (error instanceof RejectedError) {
      await createDocument(results, keys.rejected(part.replay), failure);
      await announce(
        chain,
        stageEvent('wattline.run.rejected', { ...part, stage: stage.name, error: failure.error }),
      );
      return 'rejected';
    }
    if (!delivery.signal.aborted) await recordFailure(options, part, attempt, failure, delivery.last);
    throw error;
  } finally {
    // Last of all: the next stage is at work already, and whatever comes of this changes nothing.
    await kept.save(results, keys.log(part.replay, stage.name, part.part, attempt));
  }
};

const recordFailure = async (
  options: AttemptOptions,
  part: Part,
  attempt: string,
  failure: StageFailure,
  last: boolean,
): Promise<void> => {
  const { stage, chain, log } = options;
  const keys = ledgerKeys(part.run);
  try {
    await createDocument(
      chain.stores.results,
      keys.failed(part.replay, stage.name, part.part, attempt),
      failure,
    );
    if (!last) return;
    await chain.stores.results.put(
      keys.abandoned(part.replay, stage.name, part.part),
      JSON.stringify(failure),
    );
    await announce(
      chain,
      stageEvent('wattline.run.failed', { ...part, stage: stage.name, error: failure.error }),
    );
  } catch (cause) {
    // The store may be what failed. The message comes back, or is found among the dead letters.
    log.error({ err: cause, run: part.run, stage: stage.name }, 'the failure could not be recorded');
  }
};
