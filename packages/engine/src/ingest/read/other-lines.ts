import type { Categorized } from '@wattline/errors';
import pl, { type DataFrame, type Expr } from 'nodejs-polars';
import { RejectedError } from '../../errors.ts';
import type { Chunk } from '../formats/csv/chunks.ts';
import { isOtherHeader, orderOf } from '../formats/csv/reorder.ts';
import type { Context } from './context.ts';
import { field, LINE, trimmed } from './fields.ts';
import { hasNoTimes } from './layout.ts';

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

const totals =
  'totals?|totaal|totale|sums?|suma|soma|somme|summe|gesamt|gesamtsumme|insgesamt|zwischensumme|mittel|mittelwert|durchschnitt|average|avg|mean|moyenne|promedio|media|média|gemiddelde|max|máximo|min|mínimo|std|std ?dev|median|count|anzahl|ende|eof|-{3,}|={3,}';
const before = '(?:grand |sub[- ]?)?';

/** What lines of totals have in place of a time. */
const total = `(?i)^${before}(?:${totals}|maxim\\w+|minim\\w+|end of .*)(?:[ :.].*)?$`;

/** Words, with hardly a digit: what people write below a table. */
const words = '^[^0-9]*\\p{L}{3,}[^0-9]*(?:[0-9]{1,4}[^0-9]*)?$';

/** A total's name, of what column it may be, its unit: "Max Planck Institute" and "Total Wine Store" are none. */
const bareTotal = (header: readonly string[]): string => {
  const names = header.map((name) => name.trim().replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  const column = names.filter((name) => name !== '').join('|');
  const words = `${before}(?:${totals}|maximum|minimum)`;
  return `^\\s*${words}(?:\\s+(?:${column}))?(?:\\s*[(\\[][^\\s()\\[\\]]{1,5}[)\\]])?\\s*[:.=]?\\s*$`;
};

/** Whether an entity is called as totals are. */
export const totalTest = (header: readonly string[]): ((name: string) => boolean) => {
  const pattern = new RegExp(bareTotal(header), 'iu');
  return (name) => pattern.test(name);
};

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

type Kinds = readonly (readonly [OtherLine, Expr])[];

/** What begins as comments do, and lines without a separator. */
const commentsAndNotes = (
  { layout, noReadings }: Context,
  { separator }: Chunk,
): { readonly comment: Expr; readonly note: Expr } => {
  const text = pl.col('__text').str.stripChars(` \t\r"${separator}`);
  const sign = noReadings?.comment;
  return {
    comment: sign === undefined ? no : text.str.startsWith(sign),
    note:
      layout.width < 2 || separator === ' '
        ? no
        : text.str.contains(separator, true).not().and(text.str.contains(words)),
  };
};

/** Among readings: what stands where a time should. */
const kindsByTime = (context: Context, chunk: Chunk, again: Expr): Kinds => {
  const { layout, noReadings } = context;
  const timeIndex = firstField(layout);
  const time = pl.col(field(timeIndex)).str.strip();
  const { comment, note } = commentsAndNotes(context, chunk);
  const units = noReadings?.units?.[timeIndex];
  return [
    ['comment', comment],
    ['header', again],
    ['row of units', units ? time.eq(pl.lit(units)) : no],
    ['total', time.str.contains(total)],
    ['note', note],
  ];
};

/**
 * Among rows of entities, whose names may be any words: a row that has all that others have is one, unless the spec says
 * how comments begin, or it is the header's or the units' once more.
 */
const kindsByEntity = (context: Context, chunk: Chunk, again: Expr): Kinds => {
  const { layout, noReadings } = context;
  const { comment, note } = commentsAndNotes(context, chunk);
  const cells = [...layout.values, ...layout.categories].map(({ index }) => index);
  const filled = cells.map((index) => trimmed(pl.col(field(index)), layout.missing).isNotNull());
  const lacks = filled
    .reduce((all, one) => all.and(one), pl.col('__fields').gtEq(layout.width))
    .fillNull(no)
    .not();
  const units = noReadings?.units;
  const areUnits =
    units === undefined
      ? no
      : [firstField(layout), ...cells]
          .map((index) =>
            pl
              .col(field(index))
              .str.strip()
              .eq(pl.lit(units[index] ?? '')),
          )
          .reduce((all, one) => all.and(one.fillNull(no)));
  const name = pl.col(field(firstField(layout)));
  return [
    ['comment', noReadings?.isCommentGiven ? comment : comment.and(lacks)],
    ['header', again],
    ['row of units', areUnits],
    ['total', name.str.contains(`(?i)${bareTotal(noReadings?.header ?? [])}`).and(lacks)],
    ['note', note],
  ];
};

/** As much of a line as is said of it. */
const MOST = 60;

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
  if (context.noReadings === undefined) {
    return { rows, others: [] };
  }
  const found = await headersIn(rows, chunk, context);
  const again = found.length === 0 ? no : pl.col(LINE).cast(pl.Float64).isIn(found);
  const ofEntities = hasNoTimes(context.layout);
  const kinds = (ofEntities ? kindsByEntity : kindsByTime)(context, chunk, again);
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
    .agg(
      pl.len().cast(pl.Float64).alias('count'),
      pl.col(LINE).min().cast(pl.Float64).alias('line'),
      pl.col('__text').first().alias('word'),
    )
    .sort(kind)
    .collect();
  if (tally.height === 0) return { rows, others: [] };
  const { separator, written = separator } = chunk;
  return {
    rows: looked.filter(pl.col(kind).lt(0)).drop([kind]),
    others: tally.rows().map(([index, count, line, word]) => ({
      kind: kinds[Number(index)]?.[0] ?? 'note',
      count: Number(count),
      line: Number(line),
      // A row of an entity may look like one of these.
      ...(ofEntities && { word: String(word).replaceAll(separator, written).trim().slice(0, MOST) }),
    })),
  };
};
