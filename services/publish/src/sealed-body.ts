import type { ManifestFile } from '@wattline/engine';
import { sha256 } from '@wattline/hash';

/** A small sealed file that is written from memory, with its line in the manifest. */
export const sealedBody = (path: string, body: string): { body: string; file: ManifestFile } => ({
  body,
  file: { path, bytes: Buffer.byteLength(body), sha256: sha256(body) },
});
