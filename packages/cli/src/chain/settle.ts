import { setTimeout as sleep } from 'node:timers/promises';
import { type Chain, isSettled, type Receipt, readReceipt } from '@wattline/runtime';

/** Watches the ledger until a run is sealed, rejected or failed. `onChange` sees each new state. */
export const waitUntilSettled = async (
  chain: Chain,
  run: string,
  options: { signal?: AbortSignal; onChange?: (receipt: Receipt) => void; pollMs?: number } = {},
): Promise<Receipt> => {
  const { signal, onChange, pollMs = 100 } = options;
  let seen = '';
  for (;;) {
    const receipt = await readReceipt(chain.stores, run);
    if (receipt !== undefined) {
      const state = JSON.stringify(receipt.stages);
      if (state !== seen) onChange?.(receipt);
      seen = state;
      if (isSettled(receipt.status)) return receipt;
    }
    await sleep(pollMs, undefined, signal === undefined ? {} : { signal });
  }
};
