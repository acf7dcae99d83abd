import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { RejectedError, TransientError } from '@wattline/errors';
import { RequestProblem } from '@wattline/http';
import { planVersion, type Stage, type VersionPlan } from '@wattline/worker';
import type { StatusDeps } from '../deps.ts';

/** A load balancer gives up on an answer after two minutes. */
const PLAN_MS = 100_000;

/** What a plan reads goes where the dataset is erased or swept meanwhile; then the next one reads what is left. */
const ATTEMPTS = 3;
const PAUSE_MS = 200;

const ELSEWHERE = 'make the plan where there is room and time: wattline plan, with access to the stores';

const tooLong = (dataset: string): RequestProblem =>
  new RequestProblem(
    503,
    'PLAN_TOO_LONG',
    `reading what a plan of ${dataset} needs takes longer than ${PLAN_MS / 1_000} s`,
    { remedy: ELSEWHERE },
  );

/** What this machine could not read is no word on what a run would say. */
const failed = (error: RejectedError | TransientError): RequestProblem =>
  new RequestProblem(503, 'PLAN_FAILED', error.message, { remedy: ELSEWHERE, cause: error });

const isOfThisMachine = (error: unknown): error is RejectedError | TransientError =>
  error instanceof TransientError || (error instanceof RejectedError && error.code.startsWith('READ_'));

/**
 * What a spec would make of a dataset, while somebody waits for the answer. Throws RejectedError where a run would be
 * rejected, RequestProblem 503 where it cannot be found out here.
 */
export const planDataset = async (
  { backend, signal: stopping }: Pick<StatusDeps, 'backend' | 'signal'>,
  stage: Stage,
  asked: { readonly dataset: string; readonly specText: string | undefined; readonly signal: AbortSignal },
): Promise<VersionPlan> => {
  const { dataset, specText } = asked;
  const scratch = join(backend.scratch, 'plans');
  await mkdir(scratch, { recursive: true });
  const late = AbortSignal.timeout(PLAN_MS);
  const signal = AbortSignal.any([stopping, asked.signal, late]);
  for (let attempt = 1; ; attempt += 1)
    try {
      return await planVersion({ stores: backend.stores, dataset, stage, specText, scratch, signal });
    } catch (error) {
      if (late.aborted) throw tooLong(dataset);
      if (!isOfThisMachine(error)) throw error;
      if (attempt === ATTEMPTS || !(error instanceof TransientError)) throw failed(error);
      await sleep(PAUSE_MS * attempt, undefined, { signal });
    }
};
