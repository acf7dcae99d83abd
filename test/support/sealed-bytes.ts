import { createHash } from 'node:crypto';
import type { Backend } from '@wattline/worker';

/** The SHA-256 of every sealed object of a dataset, by store and key: all versions, without the pointer to the latest. */
export const sealedBytes = async (
  { stores }: Pick<Backend, 'stores'>,
  dataset: string,
): Promise<Record<string, string>> => {
  const found: Record<string, string> = {};
  const places = [
    ['features', `feature-sets/${dataset}/version=`],
    ['features', `feature-sets/${dataset}/files/`],
    ['models', `training-sets/${dataset}/`],
    ['models', `preprocessors/${dataset}/`],
    ['results', `reports/${dataset}/`],
  ] as const;
  for (const [name, prefix] of places) {
    const store = stores[name];
    for await (const { key } of store.list(prefix)) {
      const object = await store.get(key);
      if (object !== undefined)
        found[`${name}/${key}`] = createHash('sha256').update(object.body).digest('hex');
    }
  }
  return found;
};
