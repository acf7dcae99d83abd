import type { OpenFeatureSet } from '@wattline/engine/query';
import { Manifest } from '@wattline/engine/sealed';
import { UsageError } from '@wattline/errors';
import { type Backend, featureSetPlaces, openFeatureSet, type SealedFiles } from '@wattline/worker';

/** Opens a sealed version of a chain's stores. Throws UsageError where there is none. */
export const openVersion = async (
  backend: Backend,
  files: SealedFiles,
  dataset: string,
  version: string,
): Promise<OpenFeatureSet> => {
  const { manifest } = featureSetPlaces(dataset, version);
  const found = await backend.stores.features.get(manifest.key);
  if (found === undefined)
    throw new UsageError('VERSION_UNKNOWN', `there is no sealed version ${version} of ${dataset}`, {
      category: 'not-found',
      remedy: `list those there are with: wattline history ${dataset}`,
    });
  const parsed = Manifest.parse(JSON.parse(new TextDecoder().decode(found.body)));
  return openFeatureSet(backend.stores, files, parsed);
};
