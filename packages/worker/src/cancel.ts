import { UsageError } from '@wattline/errors';
import { lastStage } from '@wattline/topology';
import type { Backend } from './backend.ts';
import { removeUpload } from './dataset/dataset-log.ts';
import { publishEvent } from './enqueue-next.ts';
import { stageEvent } from './events.ts';
import { createDocument, ledgerKeys, RUN_CANCELLED, type StageFailure } from './ledger.ts';
import { isSettled, readReceipt } from './receipt.ts';
import { resumeSuperseded } from './turn/resume-superseded.ts';

/**
 * Ends a run that is waiting or running: no stage takes it up again, and its upload is no part of its dataset. Work in flight is still finished, so a run
 * whose last task is in flight may be sealed all the same. Cancelling twice is cancelling once. Throws UsageError where there is
 * no such run, or where it has ended.
 */
export const cancelRun = async (
  backend: Backend,
  run: string,
  why: { readonly message: string; readonly remedy: string } = {
    message: 'the run was cancelled',
    remedy: 'replay it, where it is to run after all',
  },
): Promise<void> => {
  const receipt = await readReceipt(backend.stores, run);
  if (receipt === undefined)
    throw new UsageError('RUN_UNKNOWN', `there is no run ${run}`, {
      category: 'not-found',
      remedy: 'list the runs with: wattline runs',
    });
  const { dataset, replay, stages } = receipt;
  if (receipt.status === 'cancelled') return resumeSuperseded(backend, { run, dataset, replay });
  if (isSettled(receipt.status))
    throw new UsageError(
      'RUN_ENDED',
      `run ${run} has ended (${receipt.status}): there is nothing to cancel`,
      {
        category: 'conflict',
        remedy: 'replay it, where it is to run again',
      },
    );
  const stage = stages.find(({ status }) => status !== 'done')?.stage ?? lastStage;
  const error: StageFailure['error'] = {
    code: RUN_CANCELLED,
    ...why,
    place: {},
  };
  const failure: StageFailure = { stage, part: 0, at: new Date().toISOString(), error };
  await createDocument(backend.stores.results, ledgerKeys(run).rejected(replay), failure);
  await removeUpload(backend.stores.results, dataset, run);
  await resumeSuperseded(backend, { run, dataset, replay });
  await publishEvent(
    backend,
    stageEvent('wattline.run.cancelled', { run, dataset, replay, part: 0, parts: 1, stage, error }),
  );
};
