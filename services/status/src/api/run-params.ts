import { z } from '@hono/zod-openapi';
import { type Receipt, readReceipt, type Stores } from '@wattline/worker';
import { notFound, type RequestProblem } from '../http/problem.ts';

/** Twenty hex digits; anything else is a run that there is not. */
export const RunParams = z.object({
  run: z
    .string()
    .min(1)
    .max(200)
    .openapi({ param: { name: 'run', in: 'path' }, example: '0f3a9c4e5b6d7a8b9c0d' }),
});

const RUN = /^[0-9a-f]{20}$/;

const runUnknown = (run: string): RequestProblem =>
  notFound(
    'RUN_UNKNOWN',
    `there is no run ${JSON.stringify(run)}`,
    'look at the list of runs: GET /api/v1/runs',
  );

/** The run's receipt, from the ledger as it is now. Throws RequestProblem where there is no such run. */
export const requireReceipt = async (stores: Stores, run: string): Promise<Receipt> => {
  const receipt = RUN.test(run) ? await readReceipt(stores, run) : undefined;
  if (receipt === undefined) throw runUnknown(run);
  return receipt;
};
