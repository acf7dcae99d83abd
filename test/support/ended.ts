import { type Backend, ledgerKeys, type Receipt, readReceipt } from '@wattline/worker';
import { until } from './until.ts';

const LONGEST_MS = 600_000;
/** The ledger is in the same LocalStack as the work: to look all the time would slow it down. */
const LOOK_MS = 200;

/** The run's receipt once it has ended one way or another. For runs on S3: it asks for one list at a time. */
export const ended = async ({ stores }: Pick<Backend, 'stores'>, run: string): Promise<Receipt> => {
  const { root } = ledgerKeys(run);
  let seen: string[] = [];
  const look = async () => {
    const keys: string[] = [];
    for await (const { key } of stores.results.list(root)) keys.push(key);
    seen = keys;
    return keys.some((key) =>
      /publish\/0000\/done\.json$|(rejected|superseded|dead-lettered)\.json$/.test(key),
    );
  };
  await until(`run ${run} has ended`, look, LONGEST_MS, LOOK_MS).catch((cause: unknown) => {
    throw new Error(`run ${run} has not ended; its ledger has ${seen.join(', ')}`, { cause });
  });
  const receipt = await readReceipt(stores, run);
  if (receipt === undefined) throw new Error(`run ${run} has no receipt`);
  return receipt;
};

/**
 * Waits until no message is in the queues, which are in the order that work takes: they are looked at one after the
 * other, or what goes from one to the next meanwhile would be in neither.
 */
export const emptied = (queues: readonly Backend['queues'][keyof Backend['queues']][]): Promise<boolean> =>
  until(
    'every queue is empty',
    async () => {
      for (const queue of queues) {
        const { visible, inFlight, delayed } = await queue.depth();
        if (visible + inFlight + delayed > 0) return false;
      }
      return true;
    },
    LONGEST_MS,
    LOOK_MS,
  );
