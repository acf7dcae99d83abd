import type { Written } from '@wattline/online-transform';
import { layersOfVersion, type Stores, writtenBy } from '@wattline/worker';

/** How the uploads are written that a version of a dataset consists of; undefined where its log does not say. */
export const writtenUploads = async (
  stores: Pick<Stores, 'results'>,
  dataset: string,
  version: string,
  sameKey: 'add' | 'replace' | undefined,
): Promise<Written | undefined> =>
  writtenBy((await layersOfVersion(stores, dataset, version, sameKey)) ?? [], dataset);
