import { setImmediate as nextTurn } from 'node:timers/promises';
import { entityBucket } from '@wattline/engine/entity-bucket';
import type { EntityHistory, PackedHistory, Reading, Transform } from '@wattline/online-transform';
import type { Stores } from '@wattline/worker';
import { LRUCache } from 'lru-cache';
import { readKept } from './kept-readings.ts';

/** What is held of a version's entities: the readings that it was sealed from, and those that came since. */
export interface Histories {
  readonly transform: Transform;
  /** Does something with an entity's history, at once: it may be packed away after that. */
  readonly use: <Result>(entity: string, work: (history: EntityHistory) => Result) => Promise<Result>;
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

/** An entity that is held: open while it is asked for, else packed. */
interface Held {
  open: EntityHistory | undefined;
  packed: PackedHistory | undefined;
  /** The newest reading that it was sealed with. */
  readonly since: number;
  /** Readings that came since it was trimmed. */
  posted: number;
  /** Whether any reading came after the sealed ones. */
  isPosted: boolean;
}

/** An entity's readings are forgotten once so many came that no row looks at. */
const TRIM_EVERY = 64;
/** So many entities are open at once: each takes some ten times what it takes packed. */
const OPEN = 256;
/** So many are packed at a time while a bucket is read, before others get their turn. */
const AT_ONCE = 16;

export const openHistories = (
  stores: Pick<Stores, 'features' | 'results'>,
  transform: Transform,
  maxEntities: number,
): Histories => {
  const { buckets } = transform.readings;
  let dropped = 0;
  /** Buckets of which all entities are held: others have no sealed readings. */
  const complete = new Set<number>();
  const loading = new Map<number, Promise<void>>();
  const open = new LRUCache<string, Held>({
    max: OPEN,
    dispose: (held) => {
      held.packed = held.open?.pack();
      held.open = undefined;
    },
  });
  const all = new LRUCache<string, Held>({
    max: maxEntities,
    dispose: (_, entity, reason) => {
      open.delete(entity);
      if (reason !== 'evict') return;
      dropped += 1;
      complete.delete(entityBucket(entity, buckets));
    },
  });
  let successor: Histories | undefined;
  /** Packs the sealed readings of a bucket's entities away, those of `wanted` in any case. */
  const load = async (bucket: number, wanted: string): Promise<void> => {
    const kept = await readKept(stores, transform, bucket);
    let isComplete = true;
    const take = (entity: string): void => {
      const history = transform.history({ isWhole: kept.isWhole });
      history.add(kept.of(entity));
      const since = history.newest();
      if (since !== undefined)
        all.set(entity, { open: undefined, packed: history.pack(), since, posted: 0, isPosted: false });
    };
    if (!all.has(wanted)) take(wanted);
    for (const [i, entity] of kept.entities.entries()) {
      if (i % AT_ONCE === AT_ONCE - 1) await nextTurn();
      if (all.has(entity)) continue;
      if (all.size < maxEntities) take(entity);
      else isComplete = false;
    }
    if (isComplete) complete.add(bucket);
  };
  const loaded = async (entity: string): Promise<Held | undefined> => {
    for (;;) {
      const held = all.get(entity);
      const bucket = entityBucket(entity, buckets);
      if (held !== undefined || complete.has(bucket)) return held;
      const under = loading.get(bucket);
      if (under !== undefined) {
        await under;
        continue;
      }
      const begun = load(bucket, entity).finally(() => loading.delete(bucket));
      loading.set(bucket, begun);
      await begun;
      return all.get(entity);
    }
  };
  const opened = (entity: string, held: Held): EntityHistory => {
    const history = held.open ?? transform.history(held.packed && { packed: held.packed });
    held.open = history;
    open.set(entity, held);
    return history;
  };
  const use: Histories['use'] = async (entity, work) => {
    const sealed = all.has(entity) ? undefined : await loaded(entity);
    // Somebody else may have brought it meanwhile.
    const held = all.get(entity) ?? sealed;
    if (held !== undefined) return work(opened(entity, held));
    // Of an unknown entity nothing is held, unless there is something now.
    const history = transform.history();
    const result = work(history);
    if (history.newest() !== undefined) {
      const fresh = {
        open: history,
        packed: undefined,
        since: Number.NEGATIVE_INFINITY,
        posted: 0,
        isPosted: true,
      };
      all.set(entity, fresh);
      open.set(entity, fresh);
    }
    return result;
  };
  /** Between what was sealed and what is posted first there may be readings that nobody sent yet, or again after a restart. */
  const awaitAfter = (held: Held, history: EntityHistory, readings: readonly Reading[]): void => {
    const next = Math.min(...readings.map(({ at }) => at).filter((at) => at > held.since));
    if (next === Number.POSITIVE_INFINITY) return;
    held.isPosted = true;
    history.awaitUntil(next);
  };
  const add = async (entity: string, readings: readonly Reading[]): Promise<number> => {
    const left = await use(entity, (history) => {
      const known = all.peek(entity);
      if (known !== undefined && !known.isPosted) awaitAfter(known, history, readings);
      const late = history.add(readings);
      const held = all.peek(entity);
      if (held !== undefined) {
        held.posted += readings.length;
        if (held.posted >= TRIM_EVERY) {
          history.settle();
          transform.trim(history);
          held.posted = 0;
        }
      }
      return late;
    });
    await successor?.addLater(entity, readings);
    return left;
  };
  const newestOf = ({ open: history, packed }: Held): number =>
    history?.newest() ?? packed?.newest ?? Number.NEGATIVE_INFINITY;
  return {
    transform,
    use,
    add,
    addLater: async (entity, readings) => {
      await loaded(entity);
      const since = all.peek(entity)?.since ?? Number.NEGATIVE_INFINITY;
      const later = readings.filter(({ at }) => at > since);
      if (later.length > 0) await add(entity, later);
    },
    succeed: async (next) => {
      // First, so that what is added while the others go over goes there as well.
      successor = next;
      for (const [entity, held] of [...all.entries()]) {
        if (newestOf(held) <= held.since) continue;
        const from = Math.max(held.since + 1, Number.MIN_SAFE_INTEGER);
        await next.addLater(entity, opened(entity, held).readingsFrom(from));
      }
    },
    counts: () => ({
      entities: all.size,
      readings: [...all.values()].reduce(
        (sum, { open: history, packed }) => sum + (history?.readings() ?? packed?.readings ?? 0),
        0,
      ),
      dropped,
    }),
  };
};
