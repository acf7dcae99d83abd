import {
  durationMs,
  INTERVAL_LENGTH,
  type Join,
  type JoinedColumn,
  joinedColumns,
  nearestOf,
  type Place,
  withinOf,
} from '@wattline/features';
import type { Spec } from '@wattline/spec';
import pl, { type DataFrame, type Expr, type LazyDataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP, ONLY_ENTITY } from '../columns.ts';
import { entityColumn } from '../features/entity-column.ts';
import { epochMs } from '../features/local-time.ts';
import { scanFile } from '../features/scan-file.ts';
import { COUNTS_FROM, WHOSE } from './extract-joined.ts';
import { PLACES, STATIC } from './joined-piece.ts';

const OWN = 'own entity';
const AS_OF = 'as of';

/** A file of `extractJoined`, where it is. */
export interface JoinedFile {
  readonly join: string;
  readonly period: string;
  readonly path: string;
}

interface Joining {
  readonly join: string;
  readonly options: Join;
  readonly isOne: boolean;
  readonly columns: readonly JoinedColumn[];
  readonly files: readonly JoinedFile[];
}

const placesIn = (frame: DataFrame): Place[] =>
  frame
    .rows()
    .flatMap(([entity, latitude, longitude]): Place[] =>
      typeof latitude === 'number' && typeof longitude === 'number'
        ? [{ entity: String(entity), latitude, longitude }]
        : [],
    );

/** Where the entities of a grid are: the first value of each. */
const ownPlaces = async (grid: LazyDataFrame, entity: string, to: readonly string[]): Promise<Place[]> => {
  const first = to.map((name) => pl.col(name).dropNulls().first().alias(name));
  return placesIn(
    await grid
      .groupBy([entity], true)
      .agg(...first)
      .collect(),
  );
};

/** Which entity of the other dataset belongs to each of a grid; those without one are left out. */
const entityMap = async (
  grid: LazyDataFrame,
  entity: string,
  names: readonly string[],
  { options, isOne, files }: Joining,
): Promise<ReadonlyMap<string, string>> => {
  const { entity: chosen } = options;
  if (chosen === undefined) return new Map(names.map((name) => [name, isOne ? ONLY_ENTITY : name]));
  if ('is' in chosen) return new Map(names.map((name) => [name, chosen.is]));
  if ('of' in chosen)
    return new Map(
      names.flatMap((name) => {
        const found = Object.hasOwn(chosen.of, name) ? chosen.of[name] : undefined;
        return found === undefined ? [] : [[name, found]];
      }),
    );
  const file = files.find(({ period }) => period === PLACES);
  const others = file === undefined ? [] : placesIn(await scanFile(file.path).collect());
  const nearest = nearestOf(others);
  const own = await ownPlaces(grid, entity, chosen.to);
  return new Map(
    own.flatMap((place) => {
      const found = nearest(place);
      return found === undefined ? [] : [[place.entity, found]];
    }),
  );
};

const mapFrame = (map: ReadonlyMap<string, string>): LazyDataFrame =>
  pl
    .DataFrame(
      { [OWN]: [...map.keys()], [WHOSE]: [...map.values()] },
      { schema: { [OWN]: pl.String, [WHOSE]: pl.String } },
    )
    .lazy();

/**
 * The instant as of which a row's columns are, ms: its end, also where its own readings come later. So lags of what is
 * joined hold nothing of after them, as lags of values do not.
 */
const asOf = (known: Join['known']): Expr => {
  const start = epochMs(pl.col(EVENT_TIMESTAMP));
  return (known === 'future' ? start : start.add(pl.col(INTERVAL_LENGTH))).alias(AS_OF);
};

/** The rows that count at each instant of a grid, once for each entity of the other dataset: an as-of join takes them in order. */
const rowsAsOf = (left: LazyDataFrame, rows: LazyDataFrame, within: number): LazyDataFrame =>
  left.select(WHOSE, AS_OF).filter(pl.col(WHOSE).isNotNull()).unique().sort([WHOSE, AS_OF]).joinAsof(rows, {
    leftOn: AS_OF,
    rightOn: COUNTS_FROM,
    byLeft: WHOSE,
    byRight: WHOSE,
    strategy: 'backward',
    tolerance: within,
    checkSortedness: false,
  });

const joinOne = async (
  spec: Spec,
  grid: DataFrame,
  names: readonly string[],
  joining: Joining,
): Promise<DataFrame> => {
  const { options, columns, files } = joining;
  const entity = entityColumn(spec);
  const known = options.known ?? 'past';
  const map = await entityMap(grid.lazy(), entity, names, joining);
  const others = files.filter(
    ({ period }) => period !== PLACES && (period === STATIC) === (known === 'static'),
  );
  const made = columns.map(({ column, name }) => pl.col(column).alias(name));
  const empty = columns.map(({ name }) => pl.lit(null).cast(pl.Float64).alias(name));
  if (others.length === 0 || map.size === 0)
    return grid
      .lazy()
      .withColumns(...empty)
      .collect();
  const rows = pl.concat(others.map(({ path }) => scanFile(path)));
  const left = grid
    .lazy()
    .select(pl.col(entity), asOf(known))
    .join(mapFrame(map), { leftOn: entity, rightOn: OWN, how: 'left', maintainOrder: 'left' });
  const newest = rows.sort({ by: [WHOSE, COUNTS_FROM], maintainOrder: true });
  const found =
    known === 'static'
      ? left.join(rows, { on: WHOSE, how: 'left', maintainOrder: 'left' })
      : left.join(rowsAsOf(left, newest, durationMs(withinOf(options))), {
          on: [WHOSE, AS_OF],
          how: 'left',
          maintainOrder: 'left',
        });
  return pl.concat([grid, await found.select(...made).collect()], { how: 'horizontal' });
};

/**
 * A grid with the columns of other datasets, as of each row.
 *
 * @param files of `extractJoined`: those that may count for the grid's rows, or more
 * @param isOne whether a join's other dataset has one series that has no name
 */
export const withJoined = async (
  spec: Spec,
  grid: DataFrame,
  files: readonly JoinedFile[],
  isOne: (join: string) => boolean,
): Promise<DataFrame> => {
  const { joins } = spec;
  if (joins === undefined) return grid;
  const all = Map.groupBy(joinedColumns(joins), ({ join }) => join);
  const joinings = Object.entries(joins).map(
    ([join, options]): Joining => ({
      join,
      options,
      isOne: isOne(join),
      columns: all.get(join) ?? [],
      files: files.filter((file) => file.join === join),
    }),
  );
  // Where an entity is, another join may say.
  const isPlaced = ({ options: { entity } }: Joining): boolean => entity !== undefined && 'nearest' in entity;
  const ordered = [...joinings.filter((one) => !isPlaced(one)), ...joinings.filter(isPlaced)];
  const names = grid.getColumn(entityColumn(spec)).unique().toArray().map(String);
  let joined = grid;
  for (const joining of ordered) joined = await joinOne(spec, joined, names, joining);
  return joined;
};
