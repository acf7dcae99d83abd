import type { OpenFeatureSet, RowFile } from '@wattline/engine/query';
import type { Manifest } from '@wattline/engine/sealed';
import type { Stores } from '../backend.ts';
import { featureSetPlaces } from '../feature-set.ts';
import type { SealedFile, SealedFiles } from './sealed-files.ts';

/** A sealed version whose files are lent. */
export const openFeatureSet = (
  stores: Stores,
  sealedFiles: SealedFiles,
  manifest: Manifest,
): OpenFeatureSet => {
  const places = featureSetPlaces(manifest.dataset, manifest.version);
  const sealed = ({ bytes, sha256, ...file }: RowFile): SealedFile => {
    const { store, key } = places.sealed(file);
    return { store: stores[store], key, bytes, sha256 };
  };
  return {
    manifest,
    useFile: (file, work) => sealedFiles.use([sealed(file)], ([path = '']) => work(path)),
    useFiles: (files, work) => sealedFiles.use(files.map(sealed), work),
  };
};
