import { join } from 'node:path';
import { keyFault } from '@wattline/backend-contract';
import type { OpenFeatureSet, Span } from '@wattline/engine/query';
import { notFound } from '@wattline/http';
import {
  createSealedFiles,
  openFeatureSet,
  type SealedFiles,
  type Stores,
  versionNamed,
} from '@wattline/worker';
import { createCallCache } from '../stores/call-cache.ts';
import { type FeatureSets, readFeatureSets } from './read-feature-sets.ts';

interface NamedVersion {
  readonly set: OpenFeatureSet;
  readonly sealedAt: Date;
  /** It is the one that readers should take. */
  readonly latest: boolean;
}

/** Sealed versions, shared by the API's routes, which read each only once. */
export interface SealedVersions extends FeatureSets {
  /** Lends other files that never change. */
  readonly files: SealedFiles;
  /** `version` may be `latest`, a run, a time or a pin. Throws RequestProblem where there is none. */
  named(dataset: string, version: string): Promise<NamedVersion>;
  /** Sorted. */
  entities(set: OpenFeatureSet): Promise<readonly string[]>;
  span(set: OpenFeatureSet): Promise<Span | undefined>;
}

const MAX_COPIES_BYTES = 2 * 2 ** 30;
const ENTITY_LISTS = 8;
const SPANS = 1_000;

const isName = (name: string): boolean => !name.includes('/') && keyFault(name) === undefined;

const unknown = (dataset: string, version: string) =>
  version === 'latest'
    ? notFound(
        'DATASET_UNKNOWN',
        `there is no sealed feature set of ${JSON.stringify(dataset)}`,
        'look at /api/v1/datasets for those there are, or wait until a run of it is sealed',
      )
    : notFound(
        'VERSION_UNKNOWN',
        `${JSON.stringify(dataset)} has no sealed version ${JSON.stringify(version)}`,
        'look at the history of the dataset for its versions; latest, a run, a time and the name of a pin are taken too',
      );

export const openSealedVersions = (stores: Stores, scratch: string): SealedVersions => {
  const sets = readFeatureSets(stores);
  const files = createSealedFiles({ folder: join(scratch, 'sealed'), maxBytes: MAX_COPIES_BYTES });
  const entities = createCallCache<string[]>(ENTITY_LISTS);
  const spans = createCallCache<Span | undefined>(SPANS);
  const keyOf = ({ manifest }: OpenFeatureSet): string => `${manifest.dataset}/${manifest.version}`;
  return {
    ...sets,
    files,
    named: async (dataset, version) => {
      if (!isName(dataset) || !isName(version)) throw unknown(dataset, version);
      const latest = (await sets.latest(dataset))?.version;
      const read = (wanted: string | undefined) =>
        wanted === undefined ? undefined : sets.read(dataset, wanted);
      // Most ask for the latest, or for one by its name: these need no look at the log.
      const sealed =
        (await read(version === 'latest' ? latest : version)) ??
        (await read(await versionNamed(stores, dataset, version)));
      if (sealed === undefined) throw unknown(dataset, version);
      const set = openFeatureSet(stores, files, sealed.manifest);
      return { set, sealedAt: sealed.sealedAt, latest: set.manifest.version === latest };
    },
    // Polars is loaded by who first reads rows.
    entities: (set) =>
      entities(keyOf(set), async () => (await import('@wattline/engine/query')).readEntities(set)),
    span: (set) => spans(keyOf(set), async () => (await import('@wattline/engine/query')).readSpan(set)),
  };
};
