import { fromNested, fromPairs, fromSplit, withReadings } from './orientations.ts';

/** A cell of a record, or what a flat record may hold. */
export type Cell = string | number | boolean | null;

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A record with its nested objects laid out flat: `{"meter": {"id": 7}}` becomes `meter.id`. Lists within a
 * record become their JSON text, for a column that no reading needs.
 */
export const flatRecord = (record: Record<string, unknown>): Map<string, Cell> => {
  const cells = new Map<string, Cell>();
  const visit = (value: unknown, path: string, depth: number): void => {
    if (isPlain(value) && depth < 8) {
      for (const [key, inner] of Object.entries(value)) {
        visit(inner, path === '' ? key : `${path}.${key}`, depth + 1);
      }
      return;
    }
    const isCell =
      value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    cells.set(path, isCell ? value : JSON.stringify(value));
  };
  visit(record, '', 0);
  return cells;
};

/** Columns of equal length (`{"time": [...], "load": [...]}`) as records; undefined for anything else. */
const fromColumns = (value: Record<string, unknown>): Record<string, unknown>[] | undefined => {
  const lists = Object.entries(value).filter((entry): entry is [string, unknown[]] =>
    Array.isArray(entry[1]),
  );
  const length = lists[0]?.[1].length ?? 0;
  const isTable =
    lists.length >= 2 &&
    length >= 2 &&
    lists.every(
      ([, cells]) =>
        cells.length === length && cells.every((cell) => typeof cell !== 'object' || cell === null),
    );
  return isTable
    ? Array.from({ length }, (_, row) => Object.fromEntries(lists.map(([key, cells]) => [key, cells[row]])))
    : undefined;
};

/** Rows as lists, the first of which names the columns. */
const fromLists = (value: readonly unknown[]): Record<string, unknown>[] | undefined => {
  const [names, ...rows] = value;
  if (!Array.isArray(names) || !names.every((name) => typeof name === 'string')) return fromPairs(value);
  return rows
    .filter((row) => Array.isArray(row))
    .map((row) => Object.fromEntries(names.map((name, index) => [name, row[index]])));
};

/** The rows of a list. */
const fromList = (value: readonly unknown[]): Record<string, unknown>[] | undefined =>
  value.length > 0 && value.every(isPlain) ? [...value] : fromLists(value);

/** Of objects in a list that may each have a list of readings: a few series. */
const MOST_SERIES = 1000;

/**
 * The records of a JSON document: a list of objects, a list of lists, columns of equal length, objects of objects,
 * series with a list of readings each, or the longest of these somewhere within an object (`{"hourly": {"time": [...], …}}`). `path` says where; undefined where there are none.
 */
export const recordsIn = (
  document: unknown,
): { readonly path: string; readonly records: readonly Record<string, unknown>[] } | undefined => {
  const found: { path: string; records: Record<string, unknown>[] }[] = [];
  const visit = (value: unknown, path: string, depth: number): void => {
    const own = Array.isArray(value)
      ? fromList(value)
      : isPlain(value)
        ? (fromSplit(value) ?? fromColumns(value) ?? fromNested(value))
        : undefined;
    const isFew = Array.isArray(value) && value.length <= MOST_SERIES;
    const records = (isFew && own !== undefined ? withReadings(own, fromList) : undefined) ?? own;
    if (records !== undefined && records.length > 0) found.push({ path, records });
    // A list of one object is what holds the readings, as answers of services have it.
    if (Array.isArray(value) && value.length === 1) visit(value[0], `${path}.0`, depth + 1);
    else if (records === undefined && isPlain(value) && depth < 8) {
      for (const [key, inner] of Object.entries(value))
        visit(inner, path === '' ? key : `${path}.${key}`, depth + 1);
    }
  };
  visit(document, '', 0);
  return found.sort((a, b) => b.records.length - a.records.length)[0];
};
