import {
  aggregatedNamed,
  contextOf,
  datasetOf,
  joinedColumns,
  nearestOf,
  type Place,
  takenColumns,
} from '@wattline/features';
import type { SealedTransform } from '../sealed/sealed-transform.ts';

/** Of a dataset without entities. */
const ONLY_ENTITY = 'all';

/** Where an entity is, in degrees. */
export type Position = Omit<Place, 'entity'>;

/** Of which other dataset a version's rows have columns. */
export interface TransformJoin {
  /** As the spec calls it. */
  readonly name: string;
  readonly dataset: string;
  /** The version of it whose rows the version's own were made with; undefined where it does not say so. */
  readonly version: string | undefined;
  readonly known: 'past' | 'static' | 'future';
  /** Columns of that dataset's rows. */
  readonly columns: readonly string[];
  /** How long before a row of this dataset its readings may be, ms. Infinity: all there are. */
  readonly reachMs: number;
  /** Where the nearest entity counts: columns of latitude and longitude, of its rows and of other joins'. */
  readonly nearest:
    | {
        readonly places: readonly [latitude: string, longitude: string];
        readonly to: readonly [latitude: JoinedName, longitude: JoinedName];
      }
    | undefined;
  /**
   * Which of its entities belongs to one of this dataset; undefined: none.
   *
   * @param where of joins with `nearest`: where its entities are, and where this one is
   */
  readonly entityOf: (
    entity: string,
    where?: { readonly places: readonly Place[]; readonly position: Position | undefined },
  ) => string | undefined;
}

/** A column of the rows of a join's dataset. */
interface JoinedName {
  readonly join: string;
  readonly column: string;
}

export const joinsOf = (
  { spec, joined = [] }: SealedTransform,
  reachMsOf: (join: string) => number,
): TransformJoin[] => {
  const columns = joinedColumns(spec.joins);
  const context = contextOf(spec);
  const named = (name: string): JoinedName => {
    const source = aggregatedNamed(context, name)?.source;
    const { join = '', column = '' } = columns.find((one) => one.source === source) ?? {};
    return { join, column };
  };
  return Object.entries(spec.joins ?? {}).map(([name, join]): TransformJoin => {
    const sealed = joined.find((one) => one.join === name);
    const { entity: chosen } = join;
    const nearest =
      chosen !== undefined && 'nearest' in chosen
        ? { places: chosen.nearest, to: [named(chosen.to[0]), named(chosen.to[1])] as const }
        : undefined;
    return {
      name,
      dataset: sealed?.dataset ?? datasetOf(name, join),
      version: sealed?.version,
      known: join.known ?? 'past',
      columns: takenColumns(join),
      reachMs: reachMsOf(name),
      nearest,
      entityOf: (entity, where) => {
        if (chosen === undefined) return sealed?.isOne === true ? ONLY_ENTITY : entity;
        if ('is' in chosen) return chosen.is;
        if ('of' in chosen) return Object.hasOwn(chosen.of, entity) ? chosen.of[entity] : undefined;
        return where?.position && nearestOf(where.places)(where.position);
      },
    };
  });
};
