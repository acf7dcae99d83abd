import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { ManifestFile } from './manifest.ts';

/** A file's line in the manifest, its bytes read once. */
export const manifestFile = async (options: {
  /** Where the file is on this machine. */
  readonly file: string;
  readonly path: string;
  readonly rows?: number;
}): Promise<ManifestFile> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(options.file, { highWaterMark: 1 << 20 }), hash);
  const { size } = await stat(options.file);
  const rows = options.rows === undefined ? {} : { rows: options.rows };
  return { path: options.path, bytes: size, sha256: hash.digest('hex'), ...rows };
};
