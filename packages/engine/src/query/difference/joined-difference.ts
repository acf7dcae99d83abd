import type { Manifest } from '../../publish/manifest.ts';

/** By join, of which version of another dataset each has columns; null where it has none. */
export interface JoinedDifference {
  readonly join: string;
  readonly dataset: string;
  readonly from: string | null;
  readonly to: string | null;
}

type Joining = Pick<Manifest, 'joined'>;

/** Of which versions of other datasets two versions have columns, where these differ. */
export const compareJoined = (from: Joining, to: Joining): JoinedDifference[] => {
  const versionIn = (of: Joining, wanted: string, dataset: string): string | null =>
    of.joined?.find((one) => one.join === wanted && one.dataset === dataset)?.version ?? null;
  const all = new Map(
    [...(from.joined ?? []), ...(to.joined ?? [])].map((one) => [`${one.join} ${one.dataset}`, one]),
  );
  return [...all.values()]
    .map(({ join, dataset }) => ({
      join,
      dataset,
      from: versionIn(from, join, dataset),
      to: versionIn(to, join, dataset),
    }))
    .filter((one) => one.from !== one.to);
};
