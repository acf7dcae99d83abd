import { joinedColumns, type Series, type Value, withinOf } from '@wattline/features';
import type { EntityHistory } from '../history/entity-history.ts';
import type { HistoryKit } from '../history/kit.ts';
import { createAsOf, type KnownIntervals, type Stretch } from './as-of.ts';
import type { RowLookup } from './row-lookup.ts';

/** Of the entity of a join that belongs to the one of a history. */
export type JoinedEntity =
  /** What is held of it. */
  | EntityHistory
  /** Of `known: static`: what never changes of it, by column. */
  | { readonly values: Readonly<Record<string, Value>> }
  /** None belongs to it. */
  | null;

/** By join; of those that are left out nothing is known. */
export type JoinedEntities = Readonly<Record<string, JoinedEntity>>;

/** A version of another dataset, opened. */
export interface JoinedRows {
  readonly lookup: (column: string) => RowLookup;
  /** The last value of each column that is there, of rows that are over; `isOver`: no more readings come. */
  readonly lastValues: (
    history: EntityHistory,
    columns: readonly string[],
    options?: { readonly isOver?: boolean },
  ) => Value[];
  readonly tolerance: (column: string) => number;
}

/** Joined columns of some intervals, as aggregated ones are. */
interface JoinedSeries {
  readonly columns: Series['columns'];
  /** By the sources of the columns. */
  readonly known: ReadonlyMap<string, KnownIntervals>;
}

const always: KnownIntervals = {
  from: Number.NEGATIVE_INFINITY,
  until: Number.POSITIVE_INFINITY,
  awaited: undefined,
};
const never: KnownIntervals = {
  from: Number.POSITIVE_INFINITY,
  until: Number.NEGATIVE_INFINITY,
  awaited: undefined,
};

interface Found {
  readonly known: KnownIntervals;
  readonly valueAt: (index: number) => number;
}

const isHistory = (entity: Exclude<JoinedEntity, null>): entity is EntityHistory => 'settle' in entity;

export type JoinedSeriesMaker = (
  entities: JoinedEntities | undefined,
  stretch: Stretch,
  base: number,
) => JoinedSeries;

/** Makes joined columns of intervals; undefined where the spec joins nothing. */
export const createJoinedSeries = (
  kit: HistoryKit,
  joined: Readonly<Record<string, JoinedRows>>,
): JoinedSeriesMaker | undefined => {
  const all = joinedColumns(kit.spec.joins).map(({ name, source, join, column, known }) => {
    const rows = joined[join];
    const options = kit.spec.joins?.[join];
    if (rows === undefined || options === undefined || known === 'static')
      return { name, source, join, column, rows, of: undefined, lookup: undefined };
    const lookup = rows.lookup(column);
    return {
      name,
      source,
      join,
      column,
      rows,
      of: createAsOf(kit, known, withinOf(options), lookup),
      lookup,
    };
  });
  if (all.length === 0) return undefined;
  const one = (
    { join, column, rows, of, lookup }: (typeof all)[number],
    entities: JoinedEntities,
    stretch: Stretch,
  ): Found => {
    const entity = entities[join];
    if (entity === undefined) return { known: never, valueAt: () => Number.NaN };
    if (entity === null) return { known: always, valueAt: () => Number.NaN };
    if (!isHistory(entity)) {
      const value = entity.values[column];
      return { known: value === undefined ? never : always, valueAt: () => value ?? Number.NaN };
    }
    if (lookup !== undefined) return of(lookup.of(entity), stretch);
    const value = rows?.lastValues(entity, [column])[0] ?? null;
    return { known: value === null ? never : always, valueAt: () => value ?? Number.NaN };
  };
  return (entities = {}, stretch, base) => {
    const columns: Record<string, Float64Array> = {};
    const known = new Map<string, KnownIntervals>();
    for (const column of all) {
      const found = one(column, entities, stretch);
      const cells = new Float64Array(Math.max(0, stretch.until - base + 1)).fill(Number.NaN);
      for (let index = stretch.from; index <= stretch.until; index += 1)
        cells[index - base] = found.valueAt(index);
      columns[column.name] = cells;
      known.set(column.source, found.known);
    }
    return { columns, known };
  };
};
