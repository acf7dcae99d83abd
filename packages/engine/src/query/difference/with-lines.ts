import pl from 'nodejs-polars';
import { scanFile } from '../scan-rows.ts';
import type { AttributedChange, Cause, RowCause, UseReadings } from './cause.ts';

/** A cause, and the place of its reading among the rows of all files of the upload. */
export type PlacedCause = RowCause & { readonly place?: number | undefined };

export type PlacedChange = Omit<AttributedChange, 'by'> & { readonly by: readonly PlacedCause[] };

/** The lines at some places of an upload's readings. */
const linesAt = async (
  path: string,
  rows: number,
  places: readonly number[],
): Promise<Map<number, number>> => {
  const lines = scanFile(path);
  const [height] = (await lines.select(pl.len().cast(pl.Float64)).collect()).row(0);
  // Of readings that were written again, without those of a series, the lines are not known.
  if (Number(height) !== rows) return new Map();
  const [from, until] = places.reduce<[number, number]>(
    ([least, most], place) => [Math.min(least, place), Math.max(most, place + 1)],
    [Number.POSITIVE_INFINITY, 0],
  );
  const found = (await lines.slice(from, until - from).collect()).getColumn('line').toArray();
  return new Map(places.map((place) => [place, Number(found[place - from])]));
};

/** With the line of each reading, where the upload's are known. */
export const withLines = async <File>(
  changes: readonly PlacedChange[],
  causes: readonly Cause<File>[],
  useReadings: UseReadings<File>,
): Promise<AttributedChange[]> => {
  const lines = new Map<number, ReadonlyMap<number, number>>();
  for (const [index, { lines: file, files }] of causes.entries()) {
    const places = changes.flatMap(({ by }) =>
      by.flatMap(({ upload, place }) => (upload === index && place !== undefined ? [place] : [])),
    );
    if (file === undefined || places.length === 0) continue;
    const rows = files.reduce((sum, one) => sum + (one.rows ?? 0), 0);
    lines.set(index, await useReadings([file], ([path = '']) => linesAt(path, rows, places)));
  }
  return changes.map((change) => ({
    ...change,
    by: change.by.map(({ place, ...cause }) => {
      const line = place === undefined ? undefined : lines.get(cause.upload)?.get(place);
      return { ...cause, ...(line !== undefined && { line }) };
    }),
  }));
};
