import { joinedEntries, type LogEntry } from '../dataset/dataset-log.ts';
import type { Keep } from './keep.ts';

const DAY_MS = 86_400_000;

/** A version that can be read, and when its manifest was written. */
export interface SealedVersion {
  readonly version: string;
  readonly sealedAtMs: number;
}

/** Versions that stay until they are unpinned, each with the name that it was pinned under. */
export const pinnedVersions = (entries: readonly LogEntry[]): ReadonlyMap<string, string | undefined> => {
  const pinned = new Map<string, string | undefined>();
  for (const entry of entries) {
    if (entry.type === 'pin') pinned.set(entry.version, entry.name);
    if (entry.type === 'unpin') pinned.delete(entry.version);
    // An erasure takes pinned versions too.
    if (entry.type === 'sweep') for (const version of entry.versions) pinned.delete(version);
  }
  return pinned;
};

/** Of the versions that are pinned, the one that was pinned last. */
export const lastPinned = (entries: readonly LogEntry[]): string | undefined => {
  const pinned = pinnedVersions(entries);
  const entry = entries.findLast((one) => one.type === 'pin' && pinned.has(one.version));
  return entry?.type === 'pin' ? entry.version : undefined;
};

/** Versions that were removed, and that no run or restoration has led to since. */
export const sweptVersions = (entries: readonly LogEntry[]): ReadonlySet<string> => {
  const swept = new Set<string>();
  for (const entry of entries) {
    if (entry.type === 'sweep') for (const version of entry.versions) swept.add(version);
    if (entry.type === 'upload' || entry.type === 'deletion') swept.delete(entry.version);
  }
  return swept;
};

/** When a dataset last became each version, ms. */
const lastTimes = (entries: readonly LogEntry[]): Map<string, number> => {
  const times = new Map<string, number>();
  for (const entry of entries)
    if (entry.type === 'upload' || entry.type === 'deletion' || entry.type === 'restoration')
      times.set(entry.version, Date.parse(entry.at));
  return times;
};

/** The versions of a dataset that stay: what it is now, what is pinned, and what `keep` says. */
export const keptVersions = (options: {
  readonly entries: readonly LogEntry[];
  readonly sealed: readonly SealedVersion[];
  /** The one that readers take. */
  readonly latest: string | undefined;
  readonly keep: Keep;
  readonly nowMs: number;
}): ReadonlySet<string> => {
  const { entries, sealed, latest, keep, nowMs } = options;
  if (keep === 'all') return new Set(sealed.map(({ version }) => version));
  const last = lastTimes(entries);
  const byAge = sealed
    .map(({ version, sealedAtMs }) => ({ version, atMs: Math.max(sealedAtMs, last.get(version) ?? 0) }))
    .sort((a, b) => b.atMs - a.atMs || (a.version < b.version ? -1 : 1));
  const { versions = 1, days = 0 } = keep;
  const head = joinedEntries(entries).at(-1)?.version;
  return new Set([
    ...[latest, head].filter((version) => version !== undefined),
    ...pinnedVersions(entries).keys(),
    ...byAge.slice(0, versions).map(({ version }) => version),
    ...byAge.filter(({ atMs }) => nowMs - atMs < days * DAY_MS).map(({ version }) => version),
  ]);
};
