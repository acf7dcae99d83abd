type Row = Record<string, unknown>;

const isPlain = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isScalar = (value: unknown): boolean => typeof value !== 'object' || value === null;

/** Rows without names, `[[1705708800000, 5.1], …]`: columns are called as those of a file without a header. */
export const fromPairs = (value: readonly unknown[]): Row[] | undefined => {
  const width = Array.isArray(value[0]) ? value[0].length : 0;
  const rows = value.filter((row): row is unknown[] => Array.isArray(row));
  const isTable =
    width >= 2 &&
    rows.length >= 2 &&
    rows.length === value.length &&
    rows.every((row) => row.length === width && row.every(isScalar));
  return isTable
    ? rows.map((row) => Object.fromEntries(row.map((cell, index) => [`column_${index + 1}`, cell])))
    : undefined;
};

/** `{"columns": […], "index": […], "data": [[…], …]}`, as data frames are split up. */
export const fromSplit = ({ columns, data }: Row): Row[] | undefined =>
  Array.isArray(columns) &&
  columns.length > 0 &&
  Array.isArray(data) &&
  data.length > 0 &&
  data.every((row) => Array.isArray(row) && row.length === columns.length)
    ? data.map((row: unknown[]) =>
        Object.fromEntries(columns.map((name, index) => [String(name), row[index]])),
      )
    : undefined;

/**
 * Objects of objects: rows by their time (`{"2024-01-20 00:00": {"load": 5}}`), or columns by the row
 * (`{"load": {"0": 5}}`); undefined where rows and columns cannot be distinguished.
 */
export const fromNested = (value: Row): Row[] | undefined => {
  const entries = Object.entries(value);
  const inner = entries.map(([, cells]) => cells).filter(isPlain);
  const [first] = inner;
  if (first === undefined || inner.length < entries.length) return undefined;
  const keys = Object.keys(first);
  const isTable = inner.every(
    (cells) =>
      Object.values(cells).every(isScalar) &&
      Object.keys(cells).length === keys.length &&
      keys.every((key) => Object.hasOwn(cells, key)),
  );
  const isTime = (key: string): boolean => /^\d{10,19}$|^\d{4}-\d{2}-\d{2}/.test(key);
  if (!isTable || entries.length < 2) return undefined;
  if (entries.every(([key]) => isTime(key)))
    return entries.map(([key], index) => ({ column_1: key, ...inner[index] }));
  const areTimes = keys.every(isTime);
  if (keys.length < 2 || !(areTimes || keys.every((key) => /^\d+$/.test(key)))) return undefined;
  return keys.map((key) => ({
    ...(areTimes ? { column_1: key } : {}),
    ...Object.fromEntries(entries.map(([name], index) => [name, inner[index]?.[key]])),
  }));
};

/**
 * Series that each have their readings in a list (`{"metric": {…}, "values": [[…], …]}`), as one row a reading;
 * undefined where that list is not one and the same, or has no rows.
 */
export const withReadings = (
  records: readonly Row[],
  rowsOf: (list: readonly unknown[]) => Row[] | undefined,
): Row[] | undefined => {
  const [first] = records;
  const lists = first === undefined ? [] : Object.keys(first).filter((key) => Array.isArray(first[key]));
  const [key = ''] = lists;
  if (lists.length !== 1) return undefined;
  const found = records.map((record) => {
    const list = record[key];
    const rows = Array.isArray(list) ? rowsOf(list) : undefined;
    const { [key]: _, ...rest } = record;
    return rows?.map((row) => ({ ...rest, ...row }));
  });
  return found.every((rows) => rows !== undefined) ? found.flat() : undefined;
};
