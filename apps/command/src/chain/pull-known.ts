import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import type { KnownSets } from '@wattline/engine/known';
import { UsageError } from '@wattline/errors';
import { durationMs } from '@wattline/spec';
import { type Backend, createSealedFiles, featureSetPlaces, knownVersions } from '@wattline/worker';
import pMap from 'p-map';
import { openVersion } from './open-version.ts';

const MAX_COPIES_BYTES = 2 ** 30;
const CONCURRENCY = 8;

/** What a folder of known sets is made of: `known.json`. */
export interface PulledKnown extends KnownSets {
  readonly format: 1;
  readonly dataset: string;
  /** The latest version: its rows, and what is predicted. */
  readonly version: string;
  /** How long after its interval each row was known. */
  readonly knownAfter: string;
  /** The versions of the time, and when the dataset had each. */
  readonly versions: readonly { readonly version: string; readonly at: string }[];
}

const requireOwn = async (folder: string): Promise<void> => {
  const entries = await readdir(folder).catch((): string[] => []);
  if (entries.length === 0 || entries.includes('known.json')) return;
  throw new UsageError('OUT_NOT_EMPTY', `${folder} holds other files`, {
    place: { file: folder },
    remedy: 'name a new or empty folder, or one that holds earlier known sets',
  });
};

const lengthOf = (text: string): number => {
  if (/^0(ms|s|m|h|d)?$/.test(text)) return 0;
  if (/^\d+(ms|s|m|h|d)$/.test(text)) return durationMs(text);
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

/** Writes training sets of which each row is as it was known so long after its interval ended. */
export const pullKnown = async (
  backend: Backend,
  asked: {
    readonly dataset: string;
    readonly version: string;
    readonly knownAfter: string;
    readonly out: string;
  },
): Promise<PulledKnown> => {
  const { dataset, version, knownAfter } = asked;
  const { stores } = backend;
  const afterMs = lengthOf(knownAfter);
  const folder = resolve(asked.out);
  await requireOwn(folder);
  const copies = await mkdtemp(join(tmpdir(), 'wattline-known-'));
  const partial = join(dirname(folder), `.${basename(folder)}-${randomBytes(4).toString('hex')}`);
  try {
    const files = createSealedFiles({ folder: copies, maxBytes: MAX_COPIES_BYTES });
    const latest = await openVersion(backend, files, dataset, version);
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
          return [{ set: await openVersion(backend, files, dataset, name), atMs }];
        },
        { concurrency: CONCURRENCY },
      )
    ).flat();
    await mkdir(partial, { recursive: true });
    const found = await writeKnownSets({ latest, versions, afterMs, folder: partial });
    const known: PulledKnown = {
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
    await writeFile(join(partial, 'known.json'), `${JSON.stringify(known, null, 2)}\n`);
    await rm(folder, { recursive: true, force: true });
    await rename(partial, folder);
    return known;
  } finally {
    await rm(partial, { recursive: true, force: true });
    await rm(copies, { recursive: true, force: true });
  }
};
