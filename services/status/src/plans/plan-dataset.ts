import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ObjectNotFound } from '@wattline/backend-contract';
import { RejectedError, TransientError } from '@wattline/errors';
import { RequestProblem } from '@wattline/http';
import { planVersion, type Stage, type VersionPlan } from '@wattline/worker';
import { readAgain } from '../datasets/read-again.ts';
import type { StatusDeps } from '../deps.ts';

/** A load balancer gives up on an answer after two minutes. */
const PLAN_MS = 100_000;

const ELSEWHERE = 'make the plan where there is room and time: wattline plan, with access to the stores';

const tooLong = (dataset: string): RequestProblem =>
  new RequestProblem(
    503,
    'PLAN_TOO_LONG',
    `reading what a plan of ${dataset} needs takes longer than ${PLAN_MS / 1_000} s`,
    { remedy: ELSEWHERE },
  );

type OfThisMachine = RejectedError | TransientError | ObjectNotFound;

/** What this machine could not read is no word on what a run would say. */
const failed = (error: OfThisMachine): RequestProblem =>
  new RequestProblem(503, 'PLAN_FAILED', error.message, { remedy: ELSEWHERE, cause: error });

const isOfThisMachine = (error: unknown): error is OfThisMachine =>
  error instanceof TransientError ||
  error instanceof ObjectNotFound ||
  (error instanceof RejectedError && error.code.startsWith('READ_'));

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
  const plan = () => planVersion({ stores: backend.stores, dataset, stage, specText, scratch, signal });
  try {
    return await readAgain(plan, signal);
  } catch (error) {
    if (late.aborted) throw tooLong(dataset);
    throw isOfThisMachine(error) ? failed(error) : error;
  }
};
