import { entityBucket } from '@wattline/engine/entity-bucket';
import type { EntityHistory, Reading, Transform } from '@wattline/online-transform';
import type { Stores } from '@wattline/worker';
import { LRUCache } from 'lru-cache';
import { type KeptReadings, readKept } from './kept-readings.ts';

/** What is held of a version's entities: the readings that it was sealed from, and those that came since. */
export interface Histories {
  readonly transform: Transform;
  readonly of: (entity: string) => Promise<EntityHistory>;
  /** Takes readings of an entity. Gives how many came too late to be held. */
  readonly add: (entity: string, readings: readonly Reading[]) => Promise<number>;
  /** What was added, and is held. */
  readonly posted: () => ReadonlyMap<string, readonly Reading[]>;
  readonly counts: () => { readonly entities: number; readonly readings: number; readonly dropped: number };
}

/** An entity's readings are forgotten once so many came that no row looks at. */
const TRIM_EVERY = 64;

/** Buckets whose sealed readings are read are few, and each is read once. */
const BUCKETS = 256;

export const openHistories = (
  stores: Pick<Stores, 'features' | 'results'>,
  transform: Transform,
  maxEntities: number,
): Histories => {
  let dropped = 0;
  const held = new LRUCache<string, { readonly history: EntityHistory; since: number; posted: number }>({
    max: maxEntities,
    dispose: (_, __, reason) => {
      if (reason === 'evict') dropped += 1;
    },
  });
  const buckets = new LRUCache<number, Promise<KeptReadings>>({ max: BUCKETS });
  const keptOf = (entity: string): Promise<KeptReadings> => {
    const bucket = entityBucket(entity, transform.readings.buckets);
    const found = buckets.get(bucket) ?? readKept(stores, transform, bucket);
    buckets.set(bucket, found);
    found.catch(() => buckets.delete(bucket));
    return found;
  };
  const opening = new Map<string, Promise<EntityHistory>>();
  const open = async (entity: string): Promise<EntityHistory> => {
    const { readings, isWhole } = await keptOf(entity);
    const own = readings.get(entity) ?? [];
    const history = transform.history({ isWhole: isWhole && own.length > 0 });
    history.add(own);
    held.set(entity, { history, since: history.newest() ?? Number.NEGATIVE_INFINITY, posted: 0 });
    return history;
  };
  const of = (entity: string): Promise<EntityHistory> | EntityHistory => {
    const there = held.get(entity);
    if (there !== undefined) return there.history;
    const begun = opening.get(entity) ?? open(entity).finally(() => opening.delete(entity));
    opening.set(entity, begun);
    return begun;
  };
  return {
    transform,
    of: async (entity) => of(entity),
    add: async (entity, readings) => {
      const history = await of(entity);
      const left = history.add(readings);
      const entry = held.get(entity);
      if (entry !== undefined) {
        entry.posted += readings.length;
        if (entry.posted >= TRIM_EVERY) {
          history.settle();
          transform.trim(history);
          entry.posted = 0;
        }
      }
      return left;
    },
    posted: () =>
      new Map(
        [...held.entries()].map(([entity, { history, since }]) => [
          entity,
          history.readingsFrom(Math.max(since + 1, Number.MIN_SAFE_INTEGER)),
        ]),
      ),
    counts: () => ({
      entities: held.size,
      readings: [...held.values()].reduce((sum, { history }) => sum + history.readings(), 0),
      dropped,
    }),
  };
};
