import { entityBucket } from '@wattline/engine/entity-bucket';
import type { Transform } from '@wattline/online-transform';
import type { Stores } from '@wattline/worker';
import { readKept } from './kept-readings.ts';

type Values = Readonly<Record<string, number | null>>;

/** What never changes of a version's entities. */
export interface StaticValues {
  readonly of: (entity: string) => Promise<Values | undefined>;
  readonly all: () => Promise<ReadonlyMap<string, Values>>;
}

/** The last value of each column, over all readings that a version was made of. */
export const createStaticValues = (
  stores: Pick<Stores, 'features' | 'results'>,
  transform: Transform,
  columns: readonly string[],
): StaticValues => {
  const { readings, joinedRows } = transform;
  const buckets = new Map<number, Promise<ReadonlyMap<string, Values>>>();
  const load = async (bucket: number): Promise<ReadonlyMap<string, Values>> => {
    const kept = await readKept(stores, { ...transform, lookbackMs: Number.POSITIVE_INFINITY }, bucket);
    return new Map(
      kept.entities.map((entity) => {
        const history = transform.history({ isWhole: true });
        history.add(kept.of(entity));
        const values = joinedRows.lastValues(history, columns, { isOver: true });
        return [entity, Object.fromEntries(columns.map((name, i) => [name, values[i] ?? null]))];
      }),
    );
  };
  const loaded = (bucket: number): Promise<ReadonlyMap<string, Values>> => {
    const found = buckets.get(bucket) ?? load(bucket);
    buckets.set(bucket, found);
    found.catch(() => buckets.delete(bucket));
    return found;
  };
  return {
    of: async (entity) => (await loaded(entityBucket(entity, readings.buckets))).get(entity),
    all: async () => {
      const found = new Map<string, Values>();
      for (let bucket = 0; bucket < readings.buckets; bucket += 1)
        for (const [entity, values] of await loaded(bucket)) found.set(entity, values);
      return found;
    },
  };
};
