import { z } from 'zod';

/** One file of a sealed feature set. */
export const ManifestFile = z.object({
  /** `/`-separated, as `wattline run --out` lays it out. */
  path: z.string().min(1),
  /** The key of its object, where versions share it. */
  object: z.string().min(1).exactOptional(),
  bytes: z.int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Of a Parquet file. */
  rows: z.int().nonnegative().optional(),
});
export type ManifestFile = z.infer<typeof ManifestFile>;

/** What those who copy a sealed feature set need of its manifest: the files, without the columns and the spec. */
export const SealedFiles = z.object({
  format: z.literal(1),
  dataset: z.string().min(1),
  version: z.string().min(1),
  files: z.array(ManifestFile),
});
export type SealedFiles = z.infer<typeof SealedFiles>;
