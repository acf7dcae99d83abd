import type { ObjectStore } from '@wattline/backend-contract';
import { ledgerKeys, RunDocument } from '../../ledger.ts';
import { cleanDocument, cleanLines, mentionsAsJson } from './clean-document.ts';
import { keyWithout } from './erase-log.ts';
import type { EraseScope } from './erase-scope.ts';

const decode = (body: Uint8Array): string => new TextDecoder().decode(body);

const cleaned = (scope: EraseScope, run: string, key: string, text: string): string => {
  const { entity } = scope.erasure;
  if (!key.endsWith('.json')) return cleanLines(text, entity);
  const document: unknown = JSON.parse(text);
  const named =
    key === ledgerKeys(run).run
      ? ((found: RunDocument): RunDocument => {
          const { versionId, ...upload } = found.upload;
          const without = keyWithout(scope, run, upload.key);
          return without === upload.key ? found : { ...found, upload: { ...upload, key: without } };
        })(RunDocument.parse(document))
      : cleanDocument(document, entity);
  return JSON.stringify(named);
};

/** What a run's ledger says of the series goes: texts that name it, lines of logs, the name of its file. */
export const eraseLedger = async (scope: EraseScope, run: string): Promise<void> => {
  const { results, features } = scope.stores;
  const { root, expected } = ledgerKeys(run);
  for await (const { key } of results.list(root)) {
    if (key === expected) {
      // The run's own document says the same.
      await results.purge(key);
      continue;
    }
    const text = decode((await results.get(key))?.body ?? new Uint8Array());
    if (!mentionsAsJson(text, scope.erasure.entity)) continue;
    const without = cleaned(scope, run, key, text);
    if (without !== text) await results.put(key, without, { contentType: 'application/json' });
  }
  // Stages of old runs start again from the first.
  for await (const { key } of features.versions(`work/${run}/`)) await features.purge(key);
};

/** Versions that were overwritten or deleted are kept by buckets against mishaps. */
export const purgeOldVersions = async (store: ObjectStore, prefix: string): Promise<void> => {
  for await (const { key, versionId, isCurrent } of store.versions(prefix))
    if (!isCurrent) await store.purge(key, { versionId });
};
