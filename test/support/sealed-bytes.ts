import { createHash } from 'node:crypto';
import type { Chain } from '@wattline/runtime';

/** The SHA-256 of every sealed object of a dataset, by store and key: all versions, without the pointer to the latest. */
export const sealedBytes = async ({ stores }: Chain, dataset: string): Promise<Record<string, string>> => {
  const found: Record<string, string> = {};
  const places = [
    [stores.features, `feature-sets/${dataset}/version=`],
    [stores.models, `training-sets/${dataset}/`],
    [stores.models, `preprocessors/${dataset}/`],
    [stores.results, `reports/${dataset}/`],
  ] as const;
  for (const [store, prefix] of places) {
    for await (const { key } of store.list(prefix)) {
      const object = await store.get(key);
      if (object !== undefined)
        found[`${store.name}/${key}`] = createHash('sha256').update(object.body).digest('hex');
    }
  }
  return found;
};
