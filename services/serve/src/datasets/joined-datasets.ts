import type {
  EntityHistory,
  JoinedEntities,
  JoinedEntity,
  Position,
  Reading,
  Transform,
  TransformJoin,
} from '@wattline/online-transform';
import type { Stores } from '@wattline/worker';
import { type HeldBound, type Histories, openHistories } from './histories.ts';
import { createStaticValues, type StaticValues } from './static-values.ts';

/** What is held of the datasets that a version joins: as it was sealed, and what came of them since. */
export interface JoinedDatasets {
  /** By join, what belongs to an entity. */
  readonly of: (entity: EntityReadings, given: GivenJoined) => Promise<JoinedEntities>;
  /** The version of a join's dataset; undefined where there is no such join. */
  readonly transformOf: (join: string) => Transform | undefined;
  /** Takes readings of an entity of a join's dataset, for its own rows too. Gives how many came too late to be held. */
  readonly add: (join: string, entity: string, readings: readonly Reading[]) => Promise<number>;
  readonly all: () => readonly Histories[];
  /** Nothing that is added to other datasets comes here any more. */
  readonly close: () => void;
}

/** An entity of the version, and its newest readings (ms): of those that it was sealed from, and of all. */
interface EntityReadings {
  readonly entity: string;
  readonly sealed: number;
  readonly newest: number;
}

/** What a request says of joined datasets. */
export interface GivenJoined {
  /** By join: until when (ms) readings of the entities are known. */
  readonly knownUntil: ReadonlyMap<string, number>;
  /** By join and entity, readings that alone are to be looked at, and not kept. */
  readonly alone: ReadonlyMap<string, ReadonlyMap<string, readonly Reading[]>>;
}

/** Readings of one version as another of its dataset has them: by the names of their columns. */
const readingsFor = (
  from: Transform,
  to: Transform,
): ((readings: readonly Reading[]) => readonly Reading[]) => {
  const [old, now] = [from.readings, to.readings];
  if (old.values.join() === now.values.join() && old.words.join() === now.words.join())
    return (readings) => readings;
  const values = now.values.map((name) => old.values.indexOf(name));
  const words = now.words.map((name) => old.words.indexOf(name));
  return (readings) =>
    readings.map((one) => ({
      at: one.at,
      values: values.map((place) => one.values[place] ?? Number.NaN),
      words: words.map((place) => one.words[place] ?? null),
    }));
};

/** One version of a dataset, for all joins of it. */
interface Held {
  readonly histories: Histories;
  /** Brings what came of an entity since it was sealed. */
  readonly bring: (entity: string) => Promise<void>;
  readonly close: () => void;
}

const createHeld = (histories: Histories, openLatest: (dataset: string) => Promise<Histories>): Held => {
  const { dataset, version } = histories.transform;
  let followed: { readonly latest: Histories; readonly end: () => void } | undefined;
  let brought = new Map<string, Promise<void>>();
  let isClosed = false;
  const bringFrom = async (latest: Histories, entity: string): Promise<void> => {
    const since = await histories.sealedUntil(entity);
    const isSealed = latest.transform.version === version;
    const later = await latest.laterOf(entity, Math.max(since + 1, Number.MIN_SAFE_INTEGER), isSealed);
    if (later.length > 0)
      await histories.addLater(entity, readingsFor(latest.transform, histories.transform)(later));
  };
  return {
    histories,
    bring: async (entity) => {
      const latest = await openLatest(dataset);
      if (followed?.latest !== latest && !isClosed) {
        followed?.end();
        brought = new Map();
        const own = readingsFor(latest.transform, histories.transform);
        const end = latest.follow(async (whose, readings) => {
          if (brought.has(whose)) await histories.addLater(whose, own(readings));
        });
        followed = { latest, end };
      }
      const of = brought;
      const under = histories.holds(entity) ? of.get(entity) : undefined;
      const bringing = under ?? bringFrom(latest, entity);
      of.set(entity, bringing);
      // Whoever asks next tries again.
      bringing.catch(() => of.delete(entity));
      await bringing;
    },
    close: () => {
      isClosed = true;
      followed?.end();
    },
  };
};

/** @param options.openLatest the latest version of a dataset, and what was posted of it */
export const createJoinedDatasets = (
  stores: Pick<Stores, 'features' | 'results'>,
  options: {
    readonly transform: Transform;
    /** By join. */
    readonly joined: ReadonlyMap<string, Transform>;
    readonly bound: HeldBound;
    readonly openLatest: (dataset: string) => Promise<Histories>;
  },
): JoinedDatasets => {
  const { transform, joined, bound, openLatest } = options;
  const { joins } = transform;
  const transformOf = (join: string): Transform => {
    const found = joined.get(join);
    if (found === undefined) throw new Error(`no version of the dataset of join ${join} is open`);
    return found;
  };
  /** The oldest instant at which rows may have to be made; known once somebody asks for one. */
  let rowsFrom = Number.POSITIVE_INFINITY;
  /** The newest reading of the entities that were asked for. */
  let newest = Number.NEGATIVE_INFINITY;
  const held = new Map<string, Held>();
  const heldOf = (join: string): Held => {
    const other = transformOf(join);
    const key = JSON.stringify([other.dataset, other.version]);
    const found = held.get(key);
    if (found !== undefined) return found;
    const reaches = joins
      .filter(({ name, known }) => {
        const one = transformOf(name);
        return known !== 'static' && one.dataset === other.dataset && one.version === other.version;
      })
      .map(({ reachMs }) => reachMs);
    const lookbackMs = Math.max(...reaches);
    const reach = {
      lookbackMs,
      from: () => rowsFrom - lookbackMs,
      trimFrom: () => newest - transform.lookbackMs - lookbackMs,
    };
    const opened = createHeld(openHistories(stores, other, { ...bound, reach }), openLatest);
    held.set(key, opened);
    return opened;
  };
  const statics = new Map<string, StaticValues>();
  const staticsOf = ({ name, known, columns, nearest }: TransformJoin): StaticValues => {
    const found =
      statics.get(name) ??
      createStaticValues(stores, transformOf(name), [
        ...new Set([...(known === 'static' ? columns : []), ...(nearest?.places ?? [])]),
      ]);
    statics.set(name, found);
    return found;
  };
  const placesOf = async (join: TransformJoin, [north, east]: readonly [string, string]) =>
    [...(await staticsOf(join).all())].flatMap(([entity, values]) => {
      const [latitude, longitude] = [values[north] ?? null, values[east] ?? null];
      return latitude === null || longitude === null ? [] : [{ entity, latitude, longitude }];
    });
  const positionOf = (
    { nearest }: TransformJoin,
    found: Readonly<Record<string, JoinedEntity>>,
  ): Position | undefined => {
    const [latitude, longitude] = (nearest?.to ?? []).map(({ join, column }) => {
      const other = found[join];
      return other != null && 'values' in other ? other.values[column] : undefined;
    });
    return typeof latitude === 'number' && typeof longitude === 'number'
      ? { latitude, longitude }
      : undefined;
  };
  const givenAlone = (join: string, readings: readonly Reading[]): EntityHistory => {
    const history = transformOf(join).history();
    history.add(readings);
    return history;
  };
  // Where an entity is, another join may say.
  const inOrder = [...joins.filter(({ nearest }) => !nearest), ...joins.filter(({ nearest }) => nearest)];
  return {
    transformOf: (join) => joined.get(join),
    of: async ({ entity, ...own }, { knownUntil, alone }) => {
      // What is held of the dataset itself is hardly older than this, of any entity.
      if (Number.isFinite(own.sealed)) rowsFrom = Math.min(rowsFrom, own.sealed - transform.lookbackMs);
      newest = Math.max(newest, own.newest);
      const found: Record<string, JoinedEntity> = {};
      for (const join of inOrder) {
        const { name, nearest } = join;
        const where = nearest && {
          places: await placesOf(join, nearest.places),
          position: positionOf(join, found),
        };
        const whose = join.entityOf(entity, where);
        if (whose === undefined) {
          // Of an entity of which nobody said where it is, none is known yet.
          if (nearest?.to.every((one) => found[one.join] !== undefined) !== false) found[name] = null;
          continue;
        }
        if (join.known === 'static') {
          const values = await staticsOf(join).of(whose);
          if (values !== undefined) found[name] = { values };
          continue;
        }
        const until = knownUntil.get(name) ?? Number.NEGATIVE_INFINITY;
        const know = (history: EntityHistory): EntityHistory => {
          if (history.newest() !== undefined && Number.isFinite(until)) history.knowUntil(until);
          return history;
        };
        const given = alone.get(name);
        if (given !== undefined) {
          found[name] = know(givenAlone(name, given.get(whose) ?? []));
          continue;
        }
        const { histories, bring } = heldOf(name);
        await bring(whose);
        found[name] = await histories.use(whose, know);
      }
      return found;
    },
    add: async (join, entity, readings) => {
      const other = transformOf(join);
      const latest = await openLatest(other.dataset);
      return latest.add(entity, readingsFor(other, latest.transform)(readings));
    },
    all: () => [...held.values()].map(({ histories }) => histories),
    close: () => {
      for (const one of held.values()) one.close();
    },
  };
};
