import type { Manifest } from '../publish/manifest.ts';
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
