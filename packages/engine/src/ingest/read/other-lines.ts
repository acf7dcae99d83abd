import type { Categorized } from '@wattline/errors';
import pl, { type DataFrame, type Expr } from 'nodejs-polars';
import { RejectedError } from '../../errors.ts';
import type { Chunk } from '../formats/csv/chunks.ts';
import { isOtherHeader, orderOf } from '../formats/csv/reorder.ts';
import type { Context } from './context.ts';
import { field, LINE } from './fields.ts';

/** A header with the columns in another order: the rows below it have to be read by it. */
export class HeaderReordered extends Error implements Categorized {
  override readonly name = 'HeaderReordered';
  readonly category = 'internal';
  readonly line: number;
  constructor(line: number) {
    super(`line ${line} is a header with the columns in another order`);
    this.line = line;
  }
}

type OtherLine = 'comment' | 'header' | 'row of units' | 'total' | 'note' | 'mark of the logger';

/** Lines of one kind that are no readings. */
export interface OtherLines {
  readonly kind: OtherLine;
  readonly count: number;
  /** The first of them. */
  readonly line: number;
  /** What it says. */
  readonly word?: string;
}

/** What lines of totals have in place of a time. */
const total =
  '(?i)^(?:grand |sub[- ]?)?(?:totals?|totaal|totale|sums?|suma|soma|somme|summe|gesamt|gesamtsumme|insgesamt|zwischensumme|mittel|mittelwert|durchschnitt|average|avg|mean|moyenne|promedio|media|média|gemiddelde|max|maxim\\w+|máximo|min|minim\\w+|mínimo|std|std ?dev|median|count|anzahl|end of .*|ende|eof|-{3,}|={3,})(?:[ :.].*)?$';

/** Words, with hardly a digit: what people write below a table. */
const words = '^[^0-9]*\\p{L}{3,}[^0-9]*(?:[0-9]{1,4}[^0-9]*)?$';

const no = pl.lit(false);

/** The field in which lines that are no readings say so: the time's, or the entity's where there is none. */
const firstField = ({ time, entity }: Context['layout']): number => time[0] ?? entity[0] ?? 0;

const headersIn = async (rows: DataFrame, chunk: Chunk, context: Context): Promise<number[]> => {
  const { layout, noReadings, reordered } = context;
  const header = noReadings?.header ?? [];
  const timeIndex = firstField(layout);
  const time = pl.col(field(timeIndex)).str.strip().str.toLowerCase();
  const names = header.map((name) => name.trim().toLowerCase());
  const named = await rows.lazy().filter(time.isIn(names).fillNull(no)).select('__text', LINE).collect();
  const found: number[] = [];
  for (const [text, line] of named.rows()) {
    const cells = String(text).split(chunk.separator);
    const order = orderOf(header, cells);
    if (order === undefined) {
      if (isOtherHeader(header, cells, timeIndex))
        throw headerChanged(layout.name, Number(line), header, cells);
      continue;
    }
    if (!reordered && (cells.length !== header.length || order.some((index, place) => index !== place))) {
      throw new HeaderReordered(Number(line));
    }
    found.push(Number(line));
  }
  return found;
};

const headerChanged = (
  name: string,
  line: number,
  header: readonly string[],
  cells: readonly string[],
): RejectedError => {
  const strange = cells.map((cell) => cell.trim()).filter((cell) => cell !== '' && !header.includes(cell));
  return new RejectedError(
    'HEADER_CHANGED',
    `line ${line} of ${name} is another header, with columns that the first one lacks: ${strange.join(', ').slice(0, 200)}`,
    {
      place: { file: name, line },
      remedy:
        'split the file above this line and upload the parts one after the other, or give its columns the names of the first header',
    },
  );
};

/**
 * Rows without the lines that are no readings: comments, headers and units once more, totals, notes; and what these
 * were. Throws HeaderReordered for a header in another order that has not been taken into account, and RejectedError
 * for one with other columns.
 */
export const withoutOtherLines = async (
  rows: DataFrame,
  chunk: Chunk,
  context: Context,
): Promise<{ readonly rows: DataFrame; readonly others: readonly OtherLines[] }> => {
  const { layout, noReadings } = context;
  if (noReadings === undefined) {
    return { rows, others: [] };
  }
  const { comment, units } = noReadings;
  const timeIndex = firstField(layout);
  const time = pl.col(field(timeIndex)).str.strip();
  const text = pl.col('__text').str.stripChars(` \t\r"${chunk.separator}`);
  const again = await headersIn(rows, chunk, context);
  const kinds: (readonly [OtherLine, Expr])[] = [
    ...(comment === undefined ? [] : [['comment', text.str.startsWith(comment)] as const]),
    ...(again.length === 0 ? [] : [['header', pl.col(LINE).cast(pl.Float64).isIn(again)] as const]),
    ...(units?.[timeIndex] ? [['row of units', time.eq(pl.lit(units[timeIndex]))] as const] : []),
    ['total', time.str.contains(total)],
    ...(layout.width < 2 || chunk.separator === ' '
      ? []
      : [['note', text.str.contains(chunk.separator, true).not().and(text.str.contains(words))] as const]),
  ];
  const marked = kinds.reduceRight<Expr>(
    (rest, [, when], index) => pl.when(when.fillNull(no)).then(pl.lit(index)).otherwise(rest),
    pl.lit(-1),
  );
  const kind = '__other';
  const looked = await rows.lazy().withColumn(marked.alias(kind)).collect();
  const tally = await looked
    .lazy()
    .filter(pl.col(kind).gtEq(0))
    .groupBy([kind])
    .agg(pl.len().cast(pl.Float64).alias('count'), pl.col(LINE).min().cast(pl.Float64).alias('line'))
    .sort(kind)
    .collect();
  if (tally.height === 0) return { rows, others: [] };
  return {
    rows: looked.filter(pl.col(kind).lt(0)).drop([kind]),
    others: tally.rows().map(([index, count, line]) => ({
      kind: kinds[Number(index)]?.[0] ?? 'note',
      count: Number(count),
      line: Number(line),
    })),
  };
};
