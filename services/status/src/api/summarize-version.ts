import type { VersionSummary } from '@wattline/api';
import type { SealedVersion } from '../feature-sets/read-feature-sets.ts';

export const summarizeVersion = (
  { manifest, sealedAt }: SealedVersion,
  about: { readonly latest: boolean; readonly run?: string | undefined },
): VersionSummary => ({
  version: manifest.version,
  latest: about.latest,
  sealedAt: sealedAt.toISOString(),
  ...(about.run !== undefined && { run: about.run }),
  rows: manifest.rows,
  columns: manifest.columns.length,
  entities: manifest.entities,
  bytes: manifest.files.reduce((sum, { bytes }) => sum + bytes, 0),
  engineVersion: manifest.engineVersion,
});
