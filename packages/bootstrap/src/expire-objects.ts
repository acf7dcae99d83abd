import type { DirectoryStore } from '@wattline/backend-local';
import { type KeepDays, StoreName, storedKinds, type Topology } from '@wattline/topology';

const DAY_MS = 86_400_000;

/** Other days than the topology's, where somebody says so. */
const daysOf = (
  { prefix, days }: { readonly prefix: string; readonly days: number },
  keepDays: KeepDays | undefined,
): number => {
  const { aged } = storedKinds.find(({ keys, by }) => by === 'lifecycle' && keys.includes(prefix)) ?? {};
  return (aged && keepDays?.[aged]) ?? days;
};

/** Removes from local stores what a bucket's lifecycle rules would: what stages hand on, a week after. */
export const expireObjects = async (
  stores: Readonly<Record<StoreName, DirectoryStore>>,
  { stores: rules }: Pick<Topology, 'stores'>,
  keepDays?: KeepDays,
): Promise<number> => {
  let removed = 0;
  for (const name of StoreName.options)
    for (const rule of rules[name].expire ?? [])
      removed += await stores[name].expire(rule.prefix, daysOf(rule, keepDays) * DAY_MS);
  return removed;
};
