import { createHash } from 'node:crypto';
import type { ManifestFile } from '@wattline/engine';

/** A small sealed file that is written from memory, with its line in the manifest. */
export const sealedBody = (path: string, body: string): { body: string; file: ManifestFile } => ({
  body,
  file: { path, bytes: Buffer.byteLength(body), sha256: createHash('sha256').update(body).digest('hex') },
});
