import type { StoreName } from '@wattline/topology';
import { ledgerKeys } from '../../ledger.ts';
import { STAGING_PREFIX } from '../../upload.ts';
import { mentionsAsJson } from './clean-document.ts';
import type { EraseScope } from './erase-scope.ts';

/** An object that still names the series. */
export interface Trace {
  readonly store: StoreName;
  readonly key: string;
}

const isText = (key: string): boolean => /\.(json|log|csv|html|ya?ml|txt)$/.test(key);
/** Larger ones were written again, or are no documents. */
const MOST_BYTES = 16 * 2 ** 20;

/** Looks through what a dataset has in the stores for texts that name the series: nothing is taken for granted. */
export const findTraces = async (scope: EraseScope, runs: readonly string[]): Promise<Trace[]> => {
  const { stores, dataset, erasure } = scope;
  const places: readonly (readonly [StoreName, string])[] = [
    ['staging', `${STAGING_PREFIX}${dataset}/`],
    ['features', `feature-sets/${dataset}/`],
    ['models', `training-sets/${dataset}/`],
    ['models', `preprocessors/${dataset}/`],
    ['results', `reports/${dataset}/`],
    ['results', `datasets/${dataset}/`],
    ...runs.flatMap((run) => [
      ['results', ledgerKeys(run).root] as const,
      ['results', `quarantine/${run}/`] as const,
    ]),
  ];
  const traces: Trace[] = [];
  for (const [store, prefix] of places)
    for await (const { key, bytes, versionId } of stores[store].versions(prefix)) {
      if (!isText(key) || bytes > MOST_BYTES) continue;
      const found = await stores[store].get(key, versionId === undefined ? {} : { versionId });
      const text = new TextDecoder().decode(found?.body ?? new Uint8Array());
      if (mentionsAsJson(text, erasure.entity) || mentionsAsJson(key.slice(prefix.length), erasure.entity))
        traces.push({ store, key });
    }
  return traces;
};
