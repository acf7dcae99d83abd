import { type LocalBackend, openLocalBackend } from '@wattline/bootstrap';
import { type Backend, hasOutcome, type Receipt, readReceipt } from '@wattline/worker';
import { onTestFinished } from 'vitest';
import { makeFolder } from './folder.ts';
import { lessOften, until } from './until.ts';

/** A local backend of the test's own, with nothing in it. */
export const makeBackend = async (
  options: { maxReceives?: number; dataDir?: string } = {},
): Promise<LocalBackend> => {
  const { maxReceives, dataDir = await makeFolder() } = options;
  const backend = await openLocalBackend({ dataDir, ...(maxReceives !== undefined && { maxReceives }) });
  onTestFinished(() => backend.close());
  return backend;
};

export const settled = (backend: Pick<Backend, 'stores'>, run: string): Promise<Receipt> =>
  until(
    `run ${run} is settled`,
    async () => {
      const receipt = await readReceipt(backend.stores, run);
      if (receipt === undefined) return undefined;
      const { status } = receipt;
      const isSettled = ['sealed', 'superseded', 'rejected', 'failed'].includes(status);
      return isSettled && hasOutcome(receipt) && receipt;
    },
    undefined,
    lessOften,
  );
