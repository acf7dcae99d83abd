import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TransientError } from '@wattline/errors';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Stores } from '../backend.ts';
import type { HitFailpoint } from '../failpoint.ts';
import { createDocument, ledgerKeys, readDocument, StageDone, StageFailure } from '../ledger.ts';
import { writeOutputs } from '../outputs.ts';
import { readRun } from '../runs.ts';
import type { Stage } from '../stage.ts';
import { partialFile } from './partial-file.ts';
import { divisionOf, type OfferedShare, type ShareClaim, type ShareDone, shareKeys } from './share.ts';

/** Whether the task that offered a share still waits for it. */
const isWanted = async (
  stores: Stores,
  { run, replay, stage, part }: Pick<OfferedShare, 'run' | 'replay' | 'stage' | 'part'>,
): Promise<boolean> => {
  const keys = ledgerKeys(run);
  const [done, rejected] = await Promise.all([
    readDocument(stores.results, keys.done(replay, stage, part), StageDone),
    readDocument(stores.results, keys.rejected(replay), StageFailure),
  ]);
  return done === undefined && rejected === undefined;
};

/**
 * Does a share that another task offers, unless somebody has done it, is at it, or it is not wanted any more. Throws where
 * it goes wrong: then it is tried again, or that task does it.
 */
export const doShare = async (
  options: {
    readonly stage: Stage;
    readonly stores: Stores;
    readonly worker: string;
    readonly scratch: string;
    readonly hitFailpoint: HitFailpoint;
    readonly log: Logger;
  },
  offered: OfferedShare,
  { receiveCount, signal }: { readonly receiveCount: number; readonly signal: AbortSignal },
): Promise<'done' | 'skipped'> => {
  const { stage, stores, worker, hitFailpoint, log } = options;
  const { share } = offered;
  const keys = shareKeys(offered);
  if (stage.share === undefined || !(await isWanted(stores, offered))) return 'skipped';
  const [run, plan, earlier] = await Promise.all([
    readRun(stores, offered.run),
    readDocument(stores.features, keys.plan, z.unknown()),
    stores.features.head(keys.done(share)),
  ]);
  if (run === undefined || plan === undefined || earlier !== undefined) return 'skipped';
  // Reading by another plan would give other numbers.
  if (divisionOf(plan) !== offered.division)
    throw new TransientError('INPUT_CORRUPT', `${keys.plan} is not what was written`, {
      place: { file: keys.plan },
      remedy: 'check the disk or the store',
    });
  // A claim would hold up the task.
  if (stage.knowsPlan?.(plan) === false) return 'skipped';
  const claim: ShareClaim = { by: 'worker', worker };
  // Delivered again: whoever claimed it is gone, or slow.
  if (!(await createDocument(stores.features, keys.claim(share), claim)) && receiveCount === 1)
    return 'skipped';
  hitFailpoint('after-claim');
  const attempt = randomBytes(4).toString('hex');
  const scratch = join(options.scratch, `share-${attempt}`);
  await mkdir(scratch, { recursive: true });
  let parts = 0;
  try {
    const { result, files } = await stage.share({
      run,
      plan,
      share,
      partOf: (ref, spans) => {
        parts += 1;
        return partialFile(stores[ref.store], ref, spans, join(scratch, `part-${parts}`), signal);
      },
      scratch,
      signal,
      log,
    });
    signal.throwIfAborted();
    // Its task may have done it meanwhile, and the run been erased: nobody would remove what is written then.
    if (!(await isWanted(stores, offered)) || (await readRun(stores, offered.run)) === undefined)
      return 'skipped';
    const refs = await writeOutputs(
      files.map(({ name, path }) => ({
        store: 'features' as const,
        key: keys.output(share, attempt, name),
        path,
      })),
      stores,
      hitFailpoint,
    );
    const done: ShareDone = {
      result: { ...result },
      outputs: refs.map((ref, index) => ({ name: files[index]?.name ?? '', ref })),
    };
    hitFailpoint('before-share-done');
    await createDocument(stores.features, keys.done(share), done);
    return 'done';
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
};
