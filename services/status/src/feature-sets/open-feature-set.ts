import type { OpenFeatureSet, RowFile } from '@wattline/engine/query';
import type { Manifest } from '@wattline/engine/sealed';
import { featureSetPlaces, type Stores } from '@wattline/worker';
import type { SealedFile, SealedFiles } from '../stores/sealed-files.ts';

export const openFeatureSet = (
  stores: Stores,
  sealedFiles: SealedFiles,
  manifest: Manifest,
): OpenFeatureSet => {
  const places = featureSetPlaces(manifest.dataset, manifest.version);
  const sealed = ({ path, bytes, sha256 }: RowFile): SealedFile => {
    const { store, key } = places.file(path);
    return { store: stores[store], key, bytes, sha256 };
  };
  return {
    manifest,
    useFile: (file, work) => sealedFiles.use([sealed(file)], ([path = '']) => work(path)),
    useFiles: (files, work) => sealedFiles.use(files.map(sealed), work),
  };
};
