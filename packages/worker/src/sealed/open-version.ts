import type { OpenFeatureSet } from '@wattline/engine/query';
import { Manifest } from '@wattline/engine/sealed';
import { UsageError } from '@wattline/errors';
import type { Stores } from '../backend.ts';
import { featureSetPlaces } from '../feature-set.ts';
import { openFeatureSet } from './open-feature-set.ts';
import type { SealedFiles } from './sealed-files.ts';

/** Opens a sealed version by its name. Throws UsageError where there is none. */
export const openVersion = async (
  stores: Stores,
  files: SealedFiles,
  dataset: string,
  version: string,
): Promise<OpenFeatureSet> => {
  const { manifest } = featureSetPlaces(dataset, version);
  const found = await stores.features.get(manifest.key);
  if (found === undefined)
    throw new UsageError('VERSION_UNKNOWN', `there is no sealed version ${version} of ${dataset}`, {
      category: 'not-found',
      remedy: `list those there are with: wattline history ${dataset}`,
    });
  const parsed = Manifest.parse(JSON.parse(new TextDecoder().decode(found.body)));
  return openFeatureSet(stores, files, parsed);
};
