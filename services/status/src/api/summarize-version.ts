import type { VersionSummary } from '@wattline/api';
import type { SealedAt, SealedVersion, VersionContents } from '../feature-sets/read-feature-sets.ts';

interface About {
  readonly latest: boolean;
  readonly run?: string | undefined;
}

export const summarizeContents = (
  { version, sealedAt }: SealedAt,
  { rows, columns, entities, bytes, engineVersion }: VersionContents,
  { latest, run }: About,
): VersionSummary => ({
  version,
  latest,
  sealedAt: sealedAt.toISOString(),
  ...(run !== undefined && { run }),
  rows,
  columns,
  entities,
  bytes,
  engineVersion,
});

export const summarizeVersion = ({ manifest, sealedAt }: SealedVersion, about: About): VersionSummary => {
  const { version, rows, entities, engineVersion, columns, files } = manifest;
  const bytes = files.reduce((sum, one) => sum + one.bytes, 0);
  return summarizeContents(
    { version, sealedAt },
    { rows, columns: columns.length, entities, bytes, engineVersion },
    about,
  );
};
