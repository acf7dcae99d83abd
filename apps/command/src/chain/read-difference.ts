import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RowChange, UploadBetween, VersionDifference } from '@wattline/api';
import type { OpenFeatureSet } from '@wattline/engine/query';
import { UsageError } from '@wattline/errors';
import {
  type Backend,
  createSealedFiles,
  openVersion,
  readHistory,
  readUploadsBetween,
} from '@wattline/worker';
import { requireVersion } from './require-version.ts';
import { STEPS_BACK, versionBefore } from './version-before.ts';

/** Two versions of a dataset, wherever they are, and which changes are wanted. */
export interface DifferenceAsked {
  readonly dataset: string;
  /** Undefined: the latest; where neither is named, the one before it. */
  readonly from: string | undefined;
  /** Undefined: the latest. */
  readonly to: string | undefined;
  readonly entity?: string | undefined;
  readonly columns?: readonly string[] | undefined;
}

/** What changed between them: counted, and row by row. */
export interface Difference {
  readonly summary: VersionDifference;
  /** Undefined where nobody knows which uploads distinguish them. */
  readonly uploads: readonly UploadBetween[] | undefined;
  readonly batches: () => AsyncIterable<readonly Readonly<RowChange>[]>;
}

const MAX_COPIES_BYTES = 2 ** 30;
/** For each batch of rows, the kept readings of uploads are looked through. */
const BATCH_CELLS = 100_000;

const requireColumns = (sets: readonly OpenFeatureSet[], columns: readonly string[] = []): void => {
  const known = sets.flatMap(({ manifest }) => manifest.columns.map(({ name }) => name));
  const unknown = columns.find((column) => !known.includes(column));
  if (unknown === undefined) return;
  throw new UsageError('COLUMN_UNKNOWN', `there is no column ${JSON.stringify(unknown)}`, {
    place: { column: unknown },
    remedy: `name columns of the feature set, such as ${known.slice(-3).join(', ')}`,
  });
};

/** Lends what changed between two versions of a chain's stores while `use` runs. */
export const withDifference = async (
  backend: Backend,
  { dataset, entity, columns, ...asked }: DifferenceAsked,
  use: (difference: Difference) => Promise<void>,
): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'wattline-diff-'));
  const { stores } = backend;
  try {
    const files = createSealedFiles({ folder, maxBytes: MAX_COPIES_BYTES });
    const open = async (version: string | undefined): Promise<OpenFeatureSet> =>
      openVersion(backend.stores, files, dataset, await requireVersion(backend, dataset, version));
    const isAlone = asked.from === undefined && asked.to === undefined;
    const before = isAlone
      ? versionBefore(dataset, (await readHistory(stores, dataset, { limit: STEPS_BACK })).entries)
      : asked.from;
    const versions = { from: await open(before), to: await open(asked.to) };
    requireColumns([versions.from, versions.to], columns);
    const between = await readUploadsBetween(stores, versions.from.manifest, versions.to.manifest);
    const { readAttributed, versionDifference } = await import('@wattline/engine/query');
    await use({
      summary: await versionDifference(versions.from, versions.to),
      uploads: between?.uploads,
      batches: async function* () {
        const width = versions.to.manifest.columns.length;
        const batch = Math.max(100, Math.min(10_000, Math.floor(BATCH_CELLS / width)));
        const options = { filter: { entity, columns }, batch };
        const batches = readAttributed(versions, options, between?.causes, (refs, work) =>
          files.use(
            refs.map(({ store, key, bytes, sha256 }) => ({ store: stores[store], key, bytes, sha256 })),
            work,
          ),
        );
        for await (const { changes } of batches) yield changes as readonly Readonly<RowChange>[];
      },
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
