import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KnownSets } from '@wattline/engine/known';
import { UsageError } from '@wattline/errors';
import { durationMs } from '@wattline/spec';
import pMap from 'p-map';
import type { Stores } from '../backend.ts';
import { featureSetPlaces } from '../feature-set.ts';
import { openVersion } from '../sealed/open-version.ts';
import type { SealedFiles } from '../sealed/sealed-files.ts';
import { knownVersions } from './known-versions.ts';

const CONCURRENCY = 8;

/** What a folder of known sets is made of: `known.json`. */
export interface KnownSetsDocument extends KnownSets {
  readonly format: 1;
  readonly dataset: string;
  /** The version whose rows these are, and that says what is predicted. */
  readonly version: string;
  /** How long after its interval each row was known. */
  readonly knownAfter: string;
  /** The versions of the time, and when the dataset had each. */
  readonly versions: readonly { readonly version: string; readonly at: string }[];
}

const lengthOf = (text: string): number => {
  if (/^0(ms|s|m|h|d)?$/.test(text)) return 0;
  if (/^\d{1,9}(ms|s|m|h|d)$/.test(text)) return durationMs(text);
  throw new UsageError('DURATION_INVALID', `${JSON.stringify(text)} is no duration`, {
    place: { value: text },
    remedy: 'write a number and a unit: 0s, 30m, 6h, 1d',
  });
};

const swept = (dataset: string, versions: readonly string[]): UsageError =>
  new UsageError(
    'VERSIONS_SWEPT',
    `${versions.length === 1 ? 'a version' : `${versions.length} versions`} of ${dataset} from that time ${versions.length === 1 ? 'is' : 'are'} removed (${versions.slice(0, 3).join(', ')}${versions.length > 3 ? ', …' : ''})`,
    {
      remedy:
        'write keep: all, or more days, in wattline.yaml, so that versions stay from now on; what was removed cannot be known any more',
    },
  );

/**
 * Writes training sets of which each row is as it was known so long after its interval ended, and `known.json`, into an
 * empty folder. Throws UsageError where versions of the time are gone, RejectedError where nothing was known.
 */
export const makeKnownSets = async (options: {
  readonly stores: Stores;
  readonly files: SealedFiles;
  readonly dataset: string;
  readonly version: string;
  readonly knownAfter: string;
  readonly folder: string;
  readonly signal?: AbortSignal;
}): Promise<KnownSetsDocument> => {
  const { stores, files, dataset, version, knownAfter, folder, signal } = options;
  const afterMs = lengthOf(knownAfter);
  const latest = await openVersion(stores, files, dataset, version);
  const all = await knownVersions(stores, dataset, version);
  const { rowFiles, writeKnownSets } = await import('@wattline/engine/known');
  const rows = rowFiles(latest.manifest);
  const first = Math.min(...rows.map(({ fromMs }) => fromMs)) + afterMs;
  const last = Math.max(...rows.map(({ toMs }) => toMs)) + afterMs;
  const ofTheTime = all.filter(({ untilMs, atMs }) => untilMs > first && atMs <= last);
  const gone = ofTheTime.filter((one) => one.isSwept);
  if (gone.length > 0)
    throw swept(
      dataset,
      gone.map((one) => one.version),
    );
  // Those that were never made left their uploads to the next.
  const versions = (
    await pMap(
      ofTheTime,
      async ({ version: name, atMs }) => {
        const { manifest } = featureSetPlaces(dataset, name);
        if ((await stores.features.head(manifest.key)) === undefined) return [];
        return [{ set: await openVersion(stores, files, dataset, name), atMs }];
      },
      { concurrency: CONCURRENCY },
    )
  ).flat();
  const found = await writeKnownSets({ latest, versions, afterMs, folder, signal });
  const known: KnownSetsDocument = {
    format: 1,
    dataset,
    version,
    knownAfter,
    ...found,
    versions: versions.map(({ set, atMs }) => ({
      version: set.manifest.version,
      at: new Date(atMs).toISOString(),
    })),
  };
  await writeFile(join(folder, 'known.json'), `${JSON.stringify(known, null, 2)}\n`);
  return known;
};
