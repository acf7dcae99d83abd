import { hashFile } from '@wattline/hash';
import type { ManifestFile } from './sealed-files.ts';

/** A file's line in the manifest, its bytes read once. */
export const manifestFile = async (options: {
  /** Where the file is on this machine. */
  readonly file: string;
  readonly path: string;
  readonly rows?: number;
}): Promise<ManifestFile> => {
  const { sha256, bytes } = await hashFile(options.file);
  const rows = options.rows === undefined ? {} : { rows: options.rows };
  return { path: options.path, bytes, sha256, ...rows };
};
