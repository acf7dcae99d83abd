import { setImmediate as nextTurn } from 'node:timers/promises';
import { entityBucket } from '@wattline/engine/entity-bucket';
import {
  type EntityHistory,
  type PackedHistory,
  packedBytes,
  type Reading,
  type Transform,
} from '@wattline/online-transform';
import type { Stores } from '@wattline/worker';
import { LRUCache } from 'lru-cache';
import { readKept } from './kept-readings.ts';

/** How much is held. */
export interface HeldBound {
  readonly maxEntities: number;
  /** Told of each entity that gives way to another, with how many readings. */
  readonly onDrop?: ((dataset: string, readings: number) => void) | undefined;
}

/** What is held, and how many entities gave way to others. */
export interface HeldCounts {
  readonly entities: number;
  readonly readings: number;
  readonly bytes: number;
  readonly dropped: number;
}

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
  /** Readings of an entity from an instant (ms) on; `isSealed`: the sealed ones are known. */
  readonly laterOf: (entity: string, from: number, isSealed: boolean) => Promise<readonly Reading[]>;
  /** The newest reading that an entity was sealed with, ms; minus infinity where there is none. */
  readonly sealedUntil: (entity: string) => Promise<number>;
  readonly holds: (entity: string) => boolean;
  /** Whatever is added from now on is told, until what this gives is called. */
  readonly follow: (told: (entity: string, readings: readonly Reading[]) => Promise<void>) => () => void;
  readonly counts: () => HeldCounts;
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
  /** When it was last asked for, in uses of all. */
  used: number;
}

const readingsOf = ({ open, packed }: Held): number => open?.readings() ?? packed?.readings ?? 0;
const bytesOf = ({ open, packed }: Held): number => open?.bytes() ?? (packed ? packedBytes(packed) : 0);

/** An entity's readings are forgotten once so many came that no row looks at. */
const TRIM_EVERY = 64;
/** So many entities are open at once: each takes some ten times what it takes packed. */
const OPEN = 256;
/**
 * What was not asked for within so many uses is packed again at once: where each of many is asked for in turn, histories
 * that stay open for a while would be old objects by then, which only a collection of the whole heap frees.
 */
const SOON = 2 * OPEN;
/** So many are packed at a time while a bucket is read, before others get their turn. */
const AT_ONCE = 16;

export const openHistories = (
  stores: Pick<Stores, 'features' | 'results'>,
  transform: Transform,
  {
    maxEntities,
    onDrop,
    unsealed = new Map(),
    reach,
  }: HeldBound & {
    /** Readings of entities that are stored, and not among the sealed ones. */
    readonly unsealed?: Map<string, readonly Reading[]> | undefined;
    /** Of a version that another dataset joins: how long before its newest reading, and from when on in any case; ms. */
    readonly reach?:
      | { readonly lookbackMs: number; readonly from: () => number; readonly trimFrom: () => number }
      | undefined;
  },
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
    dispose: (held, entity, reason) => {
      const readings = reason === 'evict' ? readingsOf(held) : 0;
      open.delete(entity);
      if (reason !== 'evict') return;
      dropped += 1;
      onDrop?.(transform.dataset, readings);
      complete.delete(entityBucket(entity, buckets));
    },
  });
  let successor: Histories | undefined;
  const followers = new Set<(entity: string, readings: readonly Reading[]) => Promise<void>>();
  /** Packs the sealed readings of a bucket's entities away, those of `wanted` in any case. */
  const load = async (bucket: number, wanted: string): Promise<void> => {
    const lookbackMs = Math.max(transform.lookbackMs, reach?.lookbackMs ?? 0);
    const kept = await readKept(stores, { ...transform, lookbackMs }, bucket, reach?.from());
    let isComplete = true;
    const { isWhole } = kept;
    const packedOf = (entity: string): PackedHistory => {
      const columns = kept.columnsOf(entity);
      if (columns !== undefined) return transform.pack(columns, { isWhole });
      const history = transform.history({ isWhole });
      history.add(kept.of(entity));
      return history.pack();
    };
    const take = (entity: string): void => {
      const packed = packedOf(entity);
      const since = packed.newest;
      if (since !== undefined)
        all.set(entity, { open: undefined, packed, since, posted: 0, isPosted: false, used: -SOON });
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
  const historyOf = (held: Held): EntityHistory =>
    held.open ?? transform.history(held.packed && { packed: held.packed });
  const opened = (entity: string, held: Held): EntityHistory => {
    const history = historyOf(held);
    held.open = history;
    open.set(entity, held);
    return history;
  };
  let uses = 0;
  const lookInto = <Result>(
    entity: string,
    held: Held,
    work: (history: EntityHistory) => Result,
    adds: boolean,
  ): Result => {
    const isSoon = uses - held.used < SOON;
    held.used = uses;
    if (isSoon || adds || held.open !== undefined) return work(opened(entity, held));
    const history = historyOf(held);
    const result = work(history);
    held.packed = history.pack();
    return result;
  };
  const useOf = async <Result>(
    entity: string,
    work: (history: EntityHistory) => Result,
    adds: boolean,
  ): Promise<Result> => {
    uses += 1;
    const sealed = all.has(entity) ? undefined : await loaded(entity);
    // Somebody else may have brought it meanwhile.
    const held = all.get(entity) ?? sealed;
    if (held !== undefined) return lookInto(entity, held, work, adds);
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
        used: uses,
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
  const addOf = async (entity: string, readings: readonly Reading[]): Promise<number> => {
    const take = (history: EntityHistory): number => {
      const known = all.peek(entity);
      if (known !== undefined && !known.isPosted) awaitAfter(known, history, readings);
      const late = history.add(readings);
      const held = all.peek(entity);
      if (held !== undefined) {
        held.posted += readings.length;
        if (held.posted >= TRIM_EVERY) {
          history.settle();
          transform.trim(history, reach?.trimFrom());
          held.posted = 0;
        }
      }
      return late;
    };
    const left = await useOf(entity, take, true);
    await successor?.addLater(entity, readings);
    for (const told of followers) await told(entity, readings);
    return left;
  };
  const takingUp = new Map<string, Promise<unknown>>();
  /** What is stored of an entity counts before anything else that comes of it. */
  const takeUp = async (entity: string): Promise<void> => {
    const stored = unsealed.get(entity);
    if (stored !== undefined) {
      unsealed.delete(entity);
      takingUp.set(
        entity,
        addOf(entity, stored)
          .catch((error: unknown) => {
            // Whoever asks next tries again: a row without them would be another one.
            unsealed.set(entity, stored);
            throw error;
          })
          .finally(() => takingUp.delete(entity)),
      );
    }
    await takingUp.get(entity);
  };
  const hasStored = (): boolean => unsealed.size + takingUp.size > 0;
  const use: Histories['use'] = async (entity, work) => {
    if (hasStored()) await takeUp(entity);
    return useOf(entity, work, false);
  };
  const add = async (entity: string, readings: readonly Reading[]): Promise<number> => {
    if (hasStored()) await takeUp(entity);
    return addOf(entity, readings);
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
    laterOf: async (entity, from, isSealed) => {
      if (hasStored()) await takeUp(entity);
      const held = all.get(entity) ?? (isSealed ? undefined : await loaded(entity));
      if (held === undefined || newestOf(held) < from) return [];
      return historyOf(held).readingsFrom(from);
    },
    sealedUntil: async (entity) => (await loaded(entity))?.since ?? Number.NEGATIVE_INFINITY,
    holds: (entity) => all.has(entity),
    follow: (told) => {
      followers.add(told);
      return () => followers.delete(told);
    },
    counts: () => {
      let [readings, bytes] = [0, 0];
      for (const held of all.values()) {
        readings += readingsOf(held);
        bytes += bytesOf(held);
      }
      return { entities: all.size, readings, bytes, dropped };
    },
  };
};
