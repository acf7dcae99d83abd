import { type Backend, ledgerKeys, type Receipt, readReceipt } from '@wattline/worker';
import { until } from './until.ts';

const LONGEST_MS = 300_000;
/** The ledger is in the same LocalStack as the work: to look all the time would slow it down. */
const LOOK_MS = 200;

/** The run's receipt once it has ended one way or another. For runs on S3: it asks for one list at a time. */
export const ended = async ({ stores }: Pick<Backend, 'stores'>, run: string): Promise<Receipt> => {
  const { root } = ledgerKeys(run);
  const look = async () => {
    for await (const { key } of stores.results.list(root))
      if (/publish\/0000\/done\.json$|(rejected|superseded|dead-lettered)\.json$/.test(key)) return true;
    return false;
  };
  await until(`run ${run} has ended`, look, LONGEST_MS, LOOK_MS);
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
