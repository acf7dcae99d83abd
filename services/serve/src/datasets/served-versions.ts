import { notFound } from '@wattline/http';
import { openTransform } from '@wattline/online-transform';
import { featureSetPlaces, type Logger, latestVersion, type Stores } from '@wattline/worker';
import { LRUCache } from 'lru-cache';
import { type Histories, openHistories } from './histories.ts';

/** The versions that rows are served of. */
export interface ServedVersions {
  /** A version by its name, or the latest of its dataset. @throws RequestProblem where there is none */
  readonly open: (dataset: string, version: string | undefined) => Promise<Histories>;
  /** Looks up the latest versions again: a newer one takes the place of the one before once it is ready. */
  readonly refresh: () => Promise<void>;
  readonly all: () => readonly Histories[];
}

/** Named versions that are not the latest. */
const OTHERS = 20;

export const createServedVersions = (
  stores: Pick<Stores, 'features' | 'models' | 'results'>,
  { maxEntities, log }: { readonly maxEntities: number; readonly log: Logger },
): ServedVersions => {
  const latest = new Map<string, Promise<Histories>>();
  const others = new LRUCache<string, Promise<Histories>>({ max: OTHERS });
  const load = async (dataset: string, version: string): Promise<Histories> => {
    const found = await stores.models.get(featureSetPlaces(dataset, version).file('preprocessor.json').key);
    if (found === undefined)
      throw notFound(
        'VERSION_UNKNOWN',
        `there is no sealed version ${version} of ${dataset}`,
        `list those there are with: wattline history ${dataset}`,
      );
    const transform = openTransform(JSON.parse(new TextDecoder().decode(found.body)));
    return openHistories(stores, transform, maxEntities);
  };
  const loadLatest = async (dataset: string): Promise<Histories> => {
    const version = await latestVersion(stores.features, dataset);
    if (version === undefined)
      throw notFound(
        'DATASET_UNKNOWN',
        `there is no sealed version of a dataset ${dataset}`,
        'upload a file of it, and ask again once its run is sealed',
      );
    return load(dataset, version);
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
  const swap = async (dataset: string, held: Promise<Histories>): Promise<void> => {
    const before = await held;
    const version = await latestVersion(stores.features, dataset);
    if (version === undefined || version === before.transform.version) return;
    const next = await load(dataset, version);
    await takeOver(before, next);
    latest.set(dataset, Promise.resolve(next));
    log.info({ dataset, version, before: before.transform.version }, 'a newer version is served');
  };
  let opened: readonly Histories[] = [];
  const remember = (histories: Histories): Histories => {
    opened = [...opened.filter((one) => one !== histories), histories].slice(-100);
    return histories;
  };
  return {
    open: async (dataset, version) => {
      const held = latest.get(dataset);
      if (version === undefined) {
        const found = held ?? loadLatest(dataset);
        latest.set(dataset, found);
        found.catch(() => latest.delete(dataset));
        return remember(await found);
      }
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
    all: () => opened,
  };
};
