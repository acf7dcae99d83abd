import { datasetOf, isDeletion, runId, STAGING_PREFIX, specKey } from '../../upload.ts';
import { mentionsAsJson } from './clean-document.ts';
import { type EraseScope, isCovered } from './erase-scope.ts';

const textOf = async (
  { stores: { staging } }: EraseScope,
  key: string,
  versionId?: string,
): Promise<string> => {
  const found = await staging.get(key, versionId === undefined ? {} : { versionId });
  return new TextDecoder().decode(found?.body ?? new Uint8Array());
};

/** Removes what asked for deletions of the series, and old versions of the spec that name it. */
export const eraseRequests = async (scope: EraseScope): Promise<void> => {
  const { dataset, erasure } = scope;
  const { staging } = scope.stores;
  for await (const { key, versionId, etag, modifiedAt, isCurrent } of staging.versions(
    `${STAGING_PREFIX}${dataset}/`,
  )) {
    const isSpec = key === specKey(dataset) && !isCurrent;
    if (!isSpec && !(isDeletion(key) && datasetOf(key) === dataset)) continue;
    const run = runId({ bucket: staging.name, key, etag, ...(versionId !== undefined && { versionId }) });
    if (!isSpec && !(await isCovered(scope, run, modifiedAt.toISOString()))) continue;
    if (mentionsAsJson(await textOf(scope, key, versionId), erasure.entity))
      await staging.purge(key, { versionId });
  }
};

/** Whether the dataset's own `wattline.yaml` names the series: only its author can take that out. */
export const isNamedInSpec = async (scope: EraseScope): Promise<boolean> =>
  mentionsAsJson(await textOf(scope, specKey(scope.dataset)), scope.erasure.entity);
