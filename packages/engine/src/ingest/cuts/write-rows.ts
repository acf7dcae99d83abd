import pl, { type DataFrame } from 'nodejs-polars';
import { letGo } from '../../polars/let-go.ts';
import { BUCKET, CODE } from '../read/fields.ts';
import { fileOrder } from './file-order.ts';

const PLACE = '__place';

const codesOf = (rows: DataFrame): Uint32Array => {
  const codes: unknown = rows.getColumn(CODE).toTypedArray();
  if (codes instanceof Uint32Array) return codes;
  throw new Error('rows that are kept have the code of an entity');
};

/**
 * Writes the rows of a cut, those of an entity together and in the order of the file: they are sorted here, by as many
 * workers as read cuts, and not once more by the one that settles them. Gives how many each entity has, by its code.
 *
 * @param chunks in the order of the file
 */
export const writeRows = async (
  chunks: readonly DataFrame[],
  cut: { readonly names: readonly string[]; readonly buckets: number; readonly path: string },
): Promise<number[]> => {
  const places = new Uint32Array(Math.max(1, cut.names.length));
  for (const [place, { code }] of fileOrder(cut.names, cut.buckets).entries()) places[code] = place;
  const counts = Array.from(places, () => 0);
  if (chunks.length === 0) return counts;
  const rows = await pl
    .concat(
      chunks.map((chunk) => chunk.lazy()),
      { rechunk: false },
    )
    .collect();
  const codes = codesOf(rows);
  let [last, isSorted] = [0, true];
  const placed = codes.map((code) => {
    counts[code] = (counts[code] ?? 0) + 1;
    const place = places[code] ?? 0;
    isSorted &&= place >= last;
    last = place;
    return place;
  });
  letGo(codes);
  const own = rows.lazy().drop([CODE, BUCKET]);
  const sorted = isSorted
    ? own
    : (
        await rows
          .drop([CODE, BUCKET])
          .withColumn(pl.Series(PLACE, placed))
          .lazy()
          .sort({ by: [PLACE], maintainOrder: true })
          .drop([PLACE])
          .collect()
      ).lazy();
  await sorted.sinkIpc(cut.path).collect();
  return counts;
};
