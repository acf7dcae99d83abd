import type { Manifest } from '@wattline/engine/manifest';
import { featureSetPlaces, type Stores } from '@wattline/worker';
import type { SealedFile, SealedFiles } from '../stores/sealed-files.ts';
import type { RowFile } from './row-files.ts';

/** One sealed version, with how its files are reached. */
export interface OpenFeatureSet {
  readonly manifest: Manifest;
  /** Lends the file while `work` runs. */
  useFile<Result>(file: RowFile, work: (path: string) => Promise<Result>): Promise<Result>;
  useFiles<Result>(
    files: readonly RowFile[],
    work: (paths: readonly string[]) => Promise<Result>,
  ): Promise<Result>;
}

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
