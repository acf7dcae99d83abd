import pl, { type DataFrame } from 'nodejs-polars';
import type { Chunk } from '../formats/csv/chunks.ts';
import { orderOf } from '../formats/csv/reorder.ts';
import type { Context } from './context.ts';
import { field, LINE } from './fields.ts';

/** A header with the columns in another order: the rows below it have to be read by it. */
export class HeaderReordered extends Error {
  override readonly name = 'HeaderReordered';
  readonly line: number;
  constructor(line: number) {
    super(`line ${line} is a header with the columns in another order`);
    this.line = line;
  }
}

/** What stands for a time in lines of totals. */
const total =
  '(?i)^(?:total|sum|summe|gesamt|gesamtsumme|mittelwert|average|avg|mean|max|maximum|min|minimum|std|count|anzahl|end of .*|ende|-{3,}|={3,})[:.]?$';

/**
 * Rows without the lines that are no readings: comments, headers and units once more, totals. Throws HeaderReordered
 * for a header in another order that has not been taken into account.
 */
export const withoutOtherLines = async (
  rows: DataFrame,
  chunk: Chunk,
  { layout, noReadings, reordered }: Context,
): Promise<DataFrame> => {
  if (noReadings === undefined) {
    return rows;
  }
  const { comment, header, units } = noReadings;
  const [timeIndex = 0] = layout.time;
  const time = pl.col(field(timeIndex)).str.strip();
  const isUnits = units?.[timeIndex] ? [time.eq(pl.lit(units[timeIndex]))] : [];
  const isComment =
    comment === undefined ? [] : [pl.col('__text').str.stripChars(' \t').str.startsWith(comment)];
  const isOther = [time.str.contains(total), ...isUnits, ...isComment].reduce((a, b) => a.or(b));
  const others = isOther.fillNull(pl.lit(false));
  const isName = time.isIn([...header]).fillNull(pl.lit(false));
  const named = await rows.lazy().filter(isName).select('__text', LINE).collect();
  const again: number[] = [];
  for (const [text, line] of named.rows()) {
    const order = orderOf(header, String(text).split(chunk.separator));
    if (order === undefined) continue;
    if (!reordered && order.some((index, place) => index !== place)) {
      throw new HeaderReordered(Number(line));
    }
    again.push(Number(line));
  }
  const isHeader = again.length === 0 ? pl.lit(false) : pl.col(LINE).cast(pl.Float64).isIn(again);
  return rows.lazy().filter(others.or(isHeader).not()).collect();
};
