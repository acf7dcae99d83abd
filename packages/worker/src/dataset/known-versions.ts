import type { Stores } from '../backend.ts';
import { sweptVersions } from '../retention/kept-versions.ts';
import { type LogEntry, readLog } from './dataset-log.ts';

/** A version that a dataset had for a while. */
export interface KnownVersion {
  readonly version: string;
  /** From when on, until when: ms since 1970. */
  readonly atMs: number;
  readonly untilMs: number;
  /** Whether its files are removed. */
  readonly isSwept: boolean;
}

/** Which versions a dataset had, up to one of them, by its log: since it began, or began anew. Pure. */
export const versionsInTime = (entries: readonly LogEntry[], version: string): KnownVersion[] => {
  const end = entries.findLastIndex(
    (entry) =>
      'version' in entry && entry.version === version && entry.type !== 'pin' && entry.type !== 'unpin',
  );
  const begin = entries.slice(0, end + 1).findLastIndex(({ type }) => type === 'reset');
  const swept = sweptVersions(entries);
  const found: { version: string; atMs: number }[] = [];
  for (const entry of entries.slice(begin + 1, end + 1)) {
    if (entry.type !== 'upload' && entry.type !== 'deletion' && entry.type !== 'restoration') continue;
    // Clocks of machines differ: an entry is never before the one before it.
    const atMs = Math.max(Date.parse(entry.at), found.at(-1)?.atMs ?? 0);
    if (found.at(-1)?.version !== entry.version) found.push({ version: entry.version, atMs });
  }
  return found.map((one, i) => ({
    ...one,
    untilMs: found[i + 1]?.atMs ?? Number.POSITIVE_INFINITY,
    isSwept: swept.has(one.version),
  }));
};

/** As `versionsInTime`, of a dataset's log as it is now. */
export const knownVersions = async (
  { results }: Pick<Stores, 'results'>,
  dataset: string,
  version: string,
): Promise<KnownVersion[]> => versionsInTime(await readLog(results, dataset), version);
