import type { ObjectInfo, ObjectStore } from '@wattline/backend-contract';
import type { Stores } from '../backend.ts';
import { joinedEntries, type LogEntry } from '../dataset/dataset-log.ts';
import { pinnedVersions } from './kept-versions.ts';
import { listed, type Stored } from './version-objects.ts';

/** Of so many versions before it, the next one takes over what they have. */
const LOOKED_AT = 3;

/** The versions that people look at. */
const shownVersions = (entries: readonly LogEntry[], latest: string | undefined): string[] => [
  ...(latest === undefined ? [] : [latest]),
  ...pinnedVersions(entries).keys(),
];

/** Those that the next one may be made from. */
const lastVersions = (entries: readonly LogEntry[]): string[] =>
  joinedEntries(entries)
    .slice(-LOOKED_AT)
    .map(({ version }) => version);

/**
 * What is written beside versions to make the next one of it, or to look at, and is older than `beforeMs`: of older
 * versions that stay, it is made again where somebody asks for it. With many versions it is more than all they are made of.
 */
export const staleCaches = async (
  { features, results }: Pick<Stores, 'features' | 'results'>,
  dataset: string,
  { entries, latest }: { readonly entries: readonly LogEntry[]; readonly latest: string | undefined },
  beforeMs: number,
): Promise<Stored[]> => {
  const shown = shownVersions(entries, latest);
  const stale = async (store: ObjectStore, root: string, kept: readonly string[]): Promise<ObjectInfo[]> => {
    const names = new Set(kept);
    return (await listed(store, `${root}version=`)).filter(
      ({ key, modifiedAt }) =>
        !names.has(/\/version=([^/]+)\//.exec(key)?.[1] ?? '') && modifiedAt.getTime() < beforeMs,
    );
  };
  const lists = (
    await stale(features, `feature-sets/${dataset}/`, [...shown, ...lastVersions(entries)])
  ).filter(({ key }) => /\/(partitions|summaries|drift-counts)\.json$/.test(key));
  const reports = await stale(results, `reports/${dataset}/`, shown);
  // The page is made again of its content; versions of before have the page alone.
  const contents = new Set(reports.map(({ key }) => key).filter((key) => key.endsWith('/report.json')));
  const pages = reports.filter(
    ({ key }) => key.endsWith('/report.html') && contents.has(key.replace(/html$/, 'json')),
  );
  return [
    ...lists.map((info): Stored => ({ ...info, store: 'features' })),
    ...pages.map((info): Stored => ({ ...info, store: 'results' })),
  ];
};
