import { type JoinedEntry, joinedEntries, type LogEntry } from '../dataset/dataset-log.ts';

const keysOf = (joined: readonly JoinedEntry[]): string[] =>
  joined
    .filter((one) => one.type === 'upload')
    .flatMap(({ again, ...own }) => [own, ...again])
    .flatMap(({ readings, lines }) => [...readings, ...(lines === undefined ? [] : [lines])])
    .map(({ key }) => key);

/** How many entries led to what the dataset is, and to each of its kept versions that can be restored. */
export const statesOf = (entries: readonly LogEntry[], kept: ReadonlySet<string>): number[] => {
  // What was before the dataset began anew cannot be restored.
  const reset = entries.findLastIndex(({ type }) => type === 'reset');
  const states = [...kept].flatMap((version) => {
    const index = entries.findLastIndex(
      (one) => (one.type === 'upload' || one.type === 'deletion') && one.version === version,
    );
    return index > reset ? [index + 1] : [];
  });
  return [entries.length, ...states];
};

/** Keys of the kept readings that the dataset, or one of its kept versions once it is restored, consists of. */
export const reachableReadings = (
  entries: readonly LogEntry[],
  kept: ReadonlySet<string>,
): ReadonlySet<string> =>
  new Set(statesOf(entries, kept).flatMap((count) => keysOf(joinedEntries(entries.slice(0, count)))));
