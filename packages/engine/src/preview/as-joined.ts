import { mkdir } from 'node:fs/promises';
import { hashFile } from '@wattline/hash';
import { type Ingested, joinUploads } from '../ingest/index.ts';

/** Readings of a file as its dataset has them: with the columns that it lacks. */
export const asJoined = async (
  ingested: Ingested,
  { name, folder }: { readonly name: string; readonly folder: string },
): Promise<Pick<Ingested, 'plan' | 'readings' | 'whole'>> => {
  const { kept } = ingested;
  if (kept === undefined) return ingested;
  await mkdir(folder, { recursive: true });
  const readings = await Promise.all(
    kept.upload.readings.map(async (file) => ({ ...file, sha256: (await hashFile(file.path)).sha256 })),
  );
  const upload = { ...kept.upload, readings, is: 'own' as const };
  return await joinUploads({ dataset: kept.dataset, name, layers: [upload], folder });
};
