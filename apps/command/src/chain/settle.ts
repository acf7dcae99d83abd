import { setTimeout as sleep } from 'node:timers/promises';
import { type Backend, hasOutcome, ledgerKeys, type Receipt, readReceipt } from '@wattline/worker';

/** The names of a run's documents: what is written once can only have changed where there is one more. */
const ledgerNames = async ({ stores }: Backend, run: string): Promise<string> => {
  const names: string[] = [];
  for await (const { key, etag } of stores.results.list(ledgerKeys(run).root)) names.push(key, etag);
  return names.join('\n');
};

/**
 * Watches the ledger until a run is sealed, rejected or failed; of one that is superseded, until the other is sealed.
 * `onChange` sees each new state.
 */
export const waitUntilSettled = async (
  backend: Backend,
  run: string,
  options: { signal?: AbortSignal; onChange?: (receipt: Receipt) => void; pollMs?: number } = {},
): Promise<Receipt> => {
  const { signal, onChange, pollMs = 100 } = options;
  let seenNames = '';
  let seen = '';
  let dependsOnOther = false;
  for (;;) {
    // One request, where the receipt takes one for each document.
    const names = await ledgerNames(backend, run);
    const receipt: Receipt | undefined =
      names === seenNames && !dependsOnOther ? undefined : await readReceipt(backend.stores, run);
    seenNames = names;
    if (receipt !== undefined) {
      const state = JSON.stringify(receipt.stages);
      if (state !== seen) onChange?.(receipt);
      seen = state;
      if (hasOutcome(receipt)) return receipt;
      dependsOnOther = receipt.status === 'superseded';
    }
    await sleep(pollMs, undefined, signal === undefined ? {} : { signal });
  }
};
