import type { Reading, Transform } from '@wattline/online-transform';
import { layersOfVersion, type Stores } from '@wattline/worker';
import { parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { z } from 'zod';

/** Readings of some entities, in the order in which they count. */
export interface KeptReadings {
  readonly readings: ReadonlyMap<string, readonly Reading[]>;
  /** Whether they are all that the dataset has of them. */
  readonly isWhole: boolean;
}

const none: KeptReadings = { readings: new Map(), isWhole: false };

const Labels = z.object({ bucket: z.int(), period: z.string().default('') });

const TIME = 'event_timestamp';
/** Of readings without an entity. */
const DEFAULT_ENTITY = 'entity';

type Row = Readonly<Record<string, unknown>>;

const numberIn = (cell: unknown): number =>
  typeof cell === 'number' ? cell : typeof cell === 'bigint' ? Number(cell) : Number.NaN;

const readFile = async (
  { features }: Pick<Stores, 'features'>,
  key: string,
  columns: readonly string[],
): Promise<Row[] | undefined> => {
  const found = await features.get(key);
  if (found === undefined) return undefined;
  const { buffer, byteOffset, byteLength } = found.body;
  const file = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
  return parquetReadObjects({ file, columns: [...columns], compressors });
};

/**
 * The readings of a bucket that a version of a dataset was made of: the newest, as far back as a row looks; none where
 * the version's log or one of its files is gone, or readings were deleted from it.
 */
export const readKept = async (
  stores: Pick<Stores, 'features' | 'results'>,
  { dataset, version, readings: columns, lookbackMs }: Transform,
  bucket: number,
): Promise<KeptReadings> => {
  const layers = await layersOfVersion(stores, dataset, version, columns.sameKey);
  if (layers === undefined || layers.some(({ type }) => type !== 'upload')) return none;
  const files = layers.flatMap((layer, order) =>
    layer.type === 'upload'
      ? layer.readings.map(({ key, labels }) => ({ key, order, ...Labels.parse(labels) }))
      : [],
  );
  const own = files.filter((file) => file.bucket === bucket);
  const periods = [...new Set(own.map(({ period }) => period))].sort().reverse();
  const entity = columns.entity ?? DEFAULT_ENTITY;
  const wanted = [TIME, entity, ...columns.values, ...columns.words];
  const found: { readonly order: number; readonly rows: readonly Row[] }[] = [];
  let newest = Number.NEGATIVE_INFINITY;
  let isWhole = true;
  for (const period of periods) {
    // Periods are local years or months: a day more than any clock is from UTC.
    const end = Date.UTC(Number(period.slice(0, 4)), period.length > 4 ? Number(period.slice(5, 7)) : 12, 2);
    if (end < newest - lookbackMs) {
      isWhole = false;
      break;
    }
    for (const { key, order } of own.filter((file) => file.period === period)) {
      const rows = await readFile(stores, key, wanted);
      // With a hole in them, rows would be called complete that are not.
      if (rows === undefined) return none;
      for (const row of rows) if (row[TIME] instanceof Date) newest = Math.max(newest, row[TIME].getTime());
      found.push({ order, rows });
    }
  }
  const readings = new Map<string, Reading[]>();
  const from = newest - lookbackMs;
  for (const { rows } of found.sort((a, b) => a.order - b.order)) {
    for (const row of rows) {
      const at = row[TIME] instanceof Date ? row[TIME].getTime() : Number.NaN;
      if (!(at >= from)) {
        isWhole = false;
        continue;
      }
      const name = columns.entity === undefined ? 'all' : String(row[entity]);
      const some = readings.get(name) ?? [];
      readings.set(name, some);
      some.push({
        at,
        values: columns.values.map((column) => numberIn(row[column])),
        words: columns.words.map((column) => (typeof row[column] === 'string' ? row[column] : null)),
      });
    }
  }
  return { readings, isWhole };
};
