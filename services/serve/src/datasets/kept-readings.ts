import type { Reading, ReadingColumns, Transform } from '@wattline/online-transform';
import { layersOfVersion, type Stores } from '@wattline/worker';
import { z } from 'zod';
import { deletedAfter, type IsDeleted } from './deleted-readings.ts';
import { type Columns, readColumns } from './parquet-columns.ts';

/** Readings of some entities. */
export interface KeptReadings {
  readonly entities: readonly string[];
  /** Those of one, in the order in which they count. */
  readonly of: (entity: string) => Reading[];
  /**
   * The same column by column, until the next is asked for; undefined where files have readings of the same times, or
   * none after the others.
   */
  readonly columnsOf: (entity: string) => ReadingColumns | undefined;
  /** Whether they are all that the dataset has of them. */
  readonly isWhole: boolean;
}

const none: KeptReadings = { entities: [], of: () => [], columnsOf: () => undefined, isWhole: false };

const Labels = z.object({ bucket: z.int(), period: z.string().default('') });

const TIME = 'event_timestamp';
/** Of readings without an entity. */
const DEFAULT_ENTITY = 'entity';
const ONLY_ENTITY = 'all';

/** Rows of one file. */
interface Rows {
  /** The place of the upload among the layers. */
  readonly order: number;
  readonly period: string;
  readonly columns: Columns;
  readonly times: ArrayLike<number>;
  readonly isDeleted: IsDeleted | undefined;
}

const timeAt = ({ times }: Rows, row: number): number => times[row] ?? Number.NaN;

/** Rows of one entity that lie one after the other. */
interface Run {
  readonly rows: Rows;
  readonly from: number;
  readonly until: number;
}

const noNumbers: ArrayLike<number> = [];

const numbersOf = (columns: Columns, name: string): ArrayLike<number> =>
  columns.numbers.get(name) ?? noNumbers;

/** Periods are local years or months: a day more than any clock is from UTC. */
const endOf = (period: string): number =>
  Date.UTC(Number(period.slice(0, 4)), period.length > 4 ? Number(period.slice(5, 7)) : 12, 2);

/**
 * The readings of a bucket that a version of a dataset was made of, less those that were deleted: the newest, as far back
 * as a row looks; none where the version's log or one of its files is gone.
 *
 * @param least from then on (ms) in any case
 */
export const readKept = async (
  stores: Pick<Stores, 'features' | 'results'>,
  {
    dataset,
    version,
    readings: wanted,
    lookbackMs,
  }: Pick<Transform, 'dataset' | 'version' | 'readings' | 'lookbackMs'>,
  bucket: number,
  least = Number.POSITIVE_INFINITY,
): Promise<KeptReadings> => {
  const layers = await layersOfVersion(stores, dataset, version, wanted.sameKey);
  if (layers === undefined) return none;
  const deletedIn = deletedAfter(layers);
  const own = layers
    .flatMap((layer, order) =>
      layer.type === 'upload'
        ? layer.readings.map(({ key, labels }) => ({ key, order, ...Labels.parse(labels) }))
        : [],
    )
    .filter((file) => file.bucket === bucket);
  const entityColumn = wanted.entity ?? DEFAULT_ENTITY;
  const names = { numbers: [TIME, ...wanted.values], others: [entityColumn, ...wanted.words] };
  const entityAt = ({ columns }: Rows, row: number): string =>
    String(columns.others.get(entityColumn)?.[row] ?? ONLY_ENTITY);
  const stays = (rows: Rows, row: number): boolean =>
    rows.isDeleted?.(entityAt(rows, row), timeAt(rows, row)) !== true;
  const found: Rows[] = [];
  let newest = Number.NEGATIVE_INFINITY;
  let isWhole = true;
  for (const period of [...new Set(own.map((file) => file.period))].sort().reverse()) {
    if (endOf(period) < Math.min(newest - lookbackMs, least)) {
      isWhole = false;
      break;
    }
    for (const { key, order } of own.filter((file) => file.period === period)) {
      const file = await stores.features.get(key);
      // With a hole in them, rows would be called complete that are not.
      if (file === undefined) return none;
      const columns = await readColumns(file.body, names);
      const times = numbersOf(columns, TIME);
      const rows = { order, period, columns, times, isDeleted: deletedIn(order) };
      for (let row = 0; row < times.length; row += 1) {
        const at = times[row] ?? Number.NaN;
        if (at > newest && stays(rows, row)) newest = at;
      }
      found.push(rows);
    }
  }
  const from = Math.min(newest - lookbackMs, least);
  const runs = new Map<string, Run[]>();
  for (const rows of found.sort(
    (a, b) => a.order - b.order || (a.period < b.period ? -1 : Number(a.period > b.period)),
  )) {
    const { times } = rows;
    let begin = 0;
    for (let row = 0; row < times.length; row += 1) {
      if (!((times[row] ?? Number.NaN) >= from) && stays(rows, row)) isWhole = false;
      const file = entityAt(rows, row);
      if (row + 1 < times.length && entityAt(rows, row + 1) === file) continue;
      const entity = wanted.entity === undefined ? ONLY_ENTITY : file;
      const some = runs.get(entity) ?? [];
      runs.set(entity, some);
      some.push({ rows, from: begin, until: row + 1 });
      begin = row + 1;
    }
  }
  const wordAt = ({ columns }: Rows, name: string, row: number): string | null => {
    const cell = columns.others.get(name)?.[row];
    return typeof cell === 'string' ? cell : null;
  };
  const readingAt = (rows: Rows, row: number): Reading => ({
    at: timeAt(rows, row),
    values: wanted.values.map((name) => numbersOf(rows.columns, name)[row] ?? Number.NaN),
    words: wanted.words.map((name) => wordAt(rows, name, row)),
  });
  /** Memory of one entity's columns, used again for the next. */
  let room = new Float64Array(0);
  const columnsOf = (entity: string): ReadingColumns | undefined => {
    const own = runs.get(entity) ?? [];
    const most = own.reduce((sum, run) => sum + run.until - run.from, 0);
    const width = 1 + wanted.values.length;
    if (room.length < most * width) room = new Float64Array(most * width);
    const words = wanted.words.map((): (string | null)[] => []);
    let length = 0;
    for (const { rows, from: first, until } of own) {
      const numbers = wanted.values.map((name) => numbersOf(rows.columns, name));
      for (let row = first; row < until; row += 1) {
        const at = timeAt(rows, row);
        if (!(at >= from) || !stays(rows, row)) continue;
        if (length > 0 && at <= (room[length - 1] ?? 0)) return undefined;
        room[length] = at;
        for (let i = 0; i < numbers.length; i += 1)
          room[(i + 1) * most + length] = numbers[i]?.[row] ?? Number.NaN;
        for (let i = 0; i < words.length; i += 1) words[i]?.push(wordAt(rows, wanted.words[i] ?? '', row));
        length += 1;
      }
    }
    const column = (place: number): Float64Array => room.subarray(place * most, place * most + length);
    return { at: column(0), values: wanted.values.map((_, i) => column(i + 1)), words };
  };
  return {
    entities: [...runs.keys()],
    of: (entity) =>
      (runs.get(entity) ?? []).flatMap(({ rows, from: first, until }) => {
        const readings: Reading[] = [];
        for (let row = first; row < until; row += 1)
          if (timeAt(rows, row) >= from && stays(rows, row)) readings.push(readingAt(rows, row));
        return readings;
      }),
    columnsOf,
    isWhole,
  };
};
