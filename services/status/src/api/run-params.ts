import { z } from '@hono/zod-openapi';
import { notFound, RequestProblem } from '@wattline/http';
import { type Receipt, readExpectedRun, readReceipt, type Stores } from '@wattline/worker';

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

const notOpen = (run: string): RequestProblem =>
  new RequestProblem(409, 'RUN_NOT_OPEN', `run ${run} waits for ingest to take up its upload`, {
    remedy: 'try again in a moment',
  });

/** The run's receipt, from the ledger as it is now; before ingest opens the run, one that waits. */
export const readAnyReceipt = async (
  stores: Stores,
  run: string,
): Promise<{ readonly receipt: Receipt; readonly isOpen: boolean }> => {
  const receipt = RUN.test(run) ? await readReceipt(stores, run) : undefined;
  if (receipt !== undefined) return { receipt, isOpen: true };
  const expected = RUN.test(run) ? await readExpectedRun(stores, run) : undefined;
  if (expected === undefined) throw runUnknown(run);
  return { receipt: expected, isOpen: false };
};

/** As `readAnyReceipt`. Throws RequestProblem where there is no such run, or where ingest has not opened it. */
export const requireReceipt = async (stores: Stores, run: string): Promise<Receipt> => {
  const { receipt, isOpen } = await readAnyReceipt(stores, run);
  if (!isOpen) throw notOpen(run);
  return receipt;
};
