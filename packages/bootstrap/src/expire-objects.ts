import type { DirectoryStore } from '@wattline/backend-local';
import { StoreName, type Topology } from '@wattline/topology';

const DAY_MS = 86_400_000;

/** Removes from local stores what a bucket's lifecycle rules would: what stages hand on, a week after. */
export const expireObjects = async (
  stores: Readonly<Record<StoreName, DirectoryStore>>,
  { stores: rules }: Pick<Topology, 'stores'>,
): Promise<number> => {
  let removed = 0;
  for (const name of StoreName.options)
    for (const { prefix, days } of rules[name].expire ?? [])
      removed += await stores[name].expire(prefix, days * DAY_MS);
  return removed;
};
