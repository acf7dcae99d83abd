import { notFound } from '@wattline/http';
import type { Transform } from '@wattline/online-transform';
import { type Logger, latestPointer, latestVersion, type Stores } from '@wattline/worker';
import { LRUCache } from 'lru-cache';
import type { UnsealedRows } from '../store/unsealed-rows.ts';
import { type Histories, openHistories } from './histories.ts';
import { createJoinedDatasets, type JoinedDatasets } from './joined-datasets.ts';
import { openVersion } from './open-version.ts';

/** What is held of a version, and of the datasets that it joins. */
export interface Served extends Histories {
  readonly joined: JoinedDatasets | undefined;
}

/** The versions that rows are served of. */
export interface ServedVersions {
  /** A version by its name, or the latest of its dataset. @throws RequestProblem where there is none */
  readonly open: (dataset: string, version: string | undefined) => Promise<Served>;
  /** Looks up the latest versions again: a newer one takes the place of the one before once it is ready. */
  readonly refresh: () => Promise<void>;
  readonly all: () => readonly Histories[];
  /** The bound: so many entities are held of a version. */
  readonly maxEntities: number;
  /** What the bound left out since the service began, by dataset. */
  readonly dropped: () => ReadonlyMap<string, { readonly entities: number; readonly readings: number }>;
}

type Pointer = NonNullable<Awaited<ReturnType<typeof latestPointer>>>;

/** Named versions that are not the latest. */
const OTHERS = 20;

export const createServedVersions = (
  stores: Pick<Stores, 'features' | 'models' | 'results'>,
  {
    maxEntities,
    log,
    unsealed,
  }: { readonly maxEntities: number; readonly log: Logger; readonly unsealed?: UnsealedRows | undefined },
): ServedVersions => {
  const dropped = new Map<string, { entities: number; readings: number }>();
  const onDrop = (dataset: string, readings: number): void => {
    const before = dropped.get(dataset) ?? { entities: 0, readings: 0 };
    dropped.set(dataset, { entities: before.entities + 1, readings: before.readings + readings });
  };
  const bound = { maxEntities, onDrop };
  const latest = new Map<string, Promise<Served>>();
  const others = new LRUCache<string, Promise<Served>>({
    max: OTHERS,
    dispose: (gone) => void gone.then(({ joined }) => joined?.close()).catch(() => {}),
  });
  const load = async (dataset: string, version: string): Promise<Served> => {
    const { transform, joined } = await openVersion(stores, dataset, version);
    return { ...openHistories(stores, transform, bound), joined: joinedOf(transform, joined) };
  };
  const newestOf = (dataset: string): Promise<string | undefined> => latestVersion(stores.features, dataset);
  /** Of each dataset's latest version, what led to it, and how its uploads are written. */
  const known = new Map<string, { readonly order: string; readonly written: string }>();
  /** With what is stored, and in no version yet. */
  const loadNewest = async (dataset: string, { version, order }: Pointer): Promise<Served> => {
    const { transform, written, joined } = await openVersion(stores, dataset, version, newestOf);
    const options = { ...bound, unsealed: await unsealed?.(transform) };
    const histories = openHistories(stores, transform, options);
    known.set(dataset, { order, written });
    return { ...histories, joined: joinedOf(transform, joined) };
  };
  const joinedOf = (transform: Transform, joined: ReadonlyMap<string, Transform>) =>
    joined.size === 0 ? undefined : createJoinedDatasets(stores, { transform, joined, bound, openLatest });
  const loadLatest = async (dataset: string): Promise<Served> => {
    const pointer = await latestPointer(stores.features, dataset);
    if (pointer === undefined)
      throw notFound(
        'DATASET_UNKNOWN',
        `there is no sealed version of a dataset ${dataset}`,
        'upload a file of it, and ask again once its run is sealed',
      );
    return loadNewest(dataset, pointer);
  };
  /** What was posted is held on, where readings have the same columns. */
  const takeOver = async (before: Histories, next: Histories): Promise<void> => {
    const [old, now] = [before.transform.readings, next.transform.readings];
    if (old.values.join() !== now.values.join() || old.words.join() !== now.words.join()) {
      log.warn(
        { dataset: now.entity, version: next.transform.version },
        'columns changed: posted readings are not held on',
      );
      return;
    }
    await before.succeed(next);
  };
  /** An upload that changes no reading makes no version, and may be written in another way. */
  const isWrittenAlike = async (dataset: string, { version, order }: Pointer): Promise<boolean> => {
    const seen = known.get(dataset);
    if (seen === undefined || seen.order === order) return true;
    const { written } = await openVersion(stores, dataset, version, newestOf);
    if (written === seen.written) known.set(dataset, { order, written });
    return written === seen.written;
  };
  const swap = async (dataset: string, held: Promise<Served>): Promise<void> => {
    const before = await held;
    const pointer = await latestPointer(stores.features, dataset);
    if (pointer === undefined) return;
    const { version } = pointer;
    if (version === before.transform.version && (await isWrittenAlike(dataset, pointer))) return;
    const next = await loadNewest(dataset, pointer);
    await takeOver(before, next);
    before.joined?.close();
    latest.set(dataset, Promise.resolve(next));
    log.info({ dataset, version, before: before.transform.version }, 'a newer version is served');
  };
  const openLatest = async (dataset: string): Promise<Served> => {
    const found = latest.get(dataset) ?? loadLatest(dataset);
    latest.set(dataset, found);
    found.catch(() => latest.delete(dataset));
    return remember(await found);
  };
  let opened: readonly Served[] = [];
  const remember = (served: Served): Served => {
    opened = [...opened.filter((one) => one !== served), served].slice(-100);
    return served;
  };
  return {
    open: async (dataset, version) => {
      const held = latest.get(dataset);
      if (version === undefined) return openLatest(dataset);
      if (held !== undefined && (await held).transform.version === version) return held;
      const key = `${dataset} ${version}`;
      const found = others.get(key) ?? load(dataset, version);
      others.set(key, found);
      found.catch(() => others.delete(key));
      return remember(await found);
    },
    refresh: async () => {
      for (const [dataset, held] of latest) {
        await swap(dataset, held).catch((error: unknown) =>
          log.warn(
            { dataset, err: error },
            'the latest version could not be taken; the one before is served',
          ),
        );
      }
    },
    maxEntities,
    dropped: () => dropped,
    all: () => opened.flatMap((one) => [one, ...(one.joined?.all() ?? [])]),
  };
};
