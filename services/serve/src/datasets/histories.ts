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
  /**
   * A newer version takes its place: readings that were added, or are yet, go there too, as far as they are later than
   * those that it was sealed from. What was sealed is as training has it.
   */
  readonly succeed: (next: Histories) => Promise<void>;
  /** Takes readings that are later than the sealed ones of the entity. */
  readonly addLater: (entity: string, readings: readonly Reading[]) => Promise<void>;
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
  let successor: Histories | undefined;
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
  const add = async (entity: string, readings: readonly Reading[]): Promise<number> => {
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
    await successor?.addLater(entity, readings);
    return left;
  };
  return {
    transform,
    of: async (entity) => of(entity),
    add,
    addLater: async (entity, readings) => {
      await of(entity);
      const since = held.get(entity)?.since ?? Number.NEGATIVE_INFINITY;
      const later = readings.filter(({ at }) => at > since);
      if (later.length > 0) await add(entity, later);
    },
    succeed: async (next) => {
      // First, so that what is added while the others go over goes there as well.
      successor = next;
      for (const [entity, { history, since }] of [...held.entries()])
        await next.addLater(entity, history.readingsFrom(Math.max(since + 1, Number.MIN_SAFE_INTEGER)));
    },
    counts: () => ({
      entities: held.size,
      readings: [...held.values()].reduce((sum, { history }) => sum + history.readings(), 0),
      dropped,
    }),
  };
};
