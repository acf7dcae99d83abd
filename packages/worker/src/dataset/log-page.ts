import type { ObjectStore } from '@wattline/backend-contract';
import { readDocument } from '../ledger.ts';
import { entryKey, LogEntry } from './dataset-log.ts';

/** Keys that are looked for at once. */
const PROBES = 16;

/**
 * The number of a log's newest entry; 0 where there is none. Entries have no gaps, so that it is found by looking for
 * some, not by listing all.
 */
const newestEntry = async (store: ObjectStore, dataset: string): Promise<number> => {
  /** The last of some ascending numbers that there is an entry of. */
  const lastOf = async (numbers: readonly number[]): Promise<number> => {
    const found = await Promise.all(
      numbers.map(async (number) => (await store.head(entryKey(dataset, number))) !== undefined),
    );
    return found.lastIndexOf(true);
  };
  const powers = Array.from({ length: PROBES }, (_, power) => 2 ** power);
  let from = 0;
  let to = 1;
  for (;;) {
    const last = await lastOf(powers.map((power) => from + power));
    from += last < 0 ? 0 : (powers[last] ?? 0);
    to = from + (last < 0 ? 1 : (powers[last + 1] ?? 0) - (powers[last] ?? 0));
    if (last < PROBES - 1) break;
  }
  while (to - from > 1) {
    const step = Math.ceil((to - from) / (PROBES + 1));
    const numbers = Array.from({ length: PROBES }, (_, index) => from + (index + 1) * step).filter(
      (number) => number < to,
    );
    const last = await lastOf(numbers);
    to = numbers[last + 1] ?? to;
    from = numbers[last] ?? from;
  }
  return from;
};

/** Entries, the newest first, beginning before a number; no others are read. `total`: of all that there are. */
export const readLogPage = async (
  store: ObjectStore,
  dataset: string,
  { before, limit }: { readonly before?: number | undefined; readonly limit: number },
): Promise<{ readonly entries: LogEntry[]; readonly total: number }> => {
  const total = await newestEntry(store, dataset);
  const newest = Math.min(total, (before ?? total + 1) - 1);
  const numbers = Array.from({ length: Math.max(0, Math.min(limit, newest)) }, (_, index) => newest - index);
  const entries = await Promise.all(
    numbers.map((number) => readDocument(store, entryKey(dataset, number), LogEntry)),
  );
  return { entries: entries.flatMap((entry) => entry ?? []), total };
};
