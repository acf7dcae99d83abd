import pl, { type DataFrame, type Expr } from 'nodejs-polars';
import type { Chunk } from '../formats/csv/chunks.ts';
import { type CheckedRows, checkRows } from './check-rows.ts';
import { csvOptions, fieldsPerLine, readLines, schemaOf } from './chunk-frame.ts';
import type { Context } from './context.ts';
import { field, LINE, trimmed } from './fields.ts';
import { withInstantsAndEntities } from './instants-and-entities.ts';
import { hasNoTimes, type Layout } from './layout.ts';
import { type OtherLines, withoutOtherLines } from './other-lines.ts';
import { readTypedChunk, typedRows } from './typed-chunk.ts';

/** A chunk as Polars reads it at once; `typed` is missing where it could not. */
export interface OpenedChunk {
  readonly chunk: Chunk;
  readonly typed: DataFrame | undefined;
  /** Whether words that mean nothing were looked for; where they were not, NaN is a number. */
  readonly withWords: boolean;
  /** Lines of the file that the chunk covers. */
  readonly lines: number;
}

/** Files in which a word that means nothing was seen. */
const nullWordSeen = new WeakSet<Layout>();

const linesOf = (rows: number, { perLine = 1 }: Chunk): number => Math.ceil(rows / perLine);

/** The line of a row, from its number within the chunk. */
const lineOf = (row: Expr, { perLine = 1 }: Chunk): Expr =>
  perLine === 1 ? row.cast(pl.Int64) : row.cast(pl.Float64).div(perLine).floor().cast(pl.Int64);

/** Reads a chunk with the types that its columns should have. */
export const openChunk = (chunk: Chunk, context: Context): OpenedChunk => {
  const { layout } = context;
  // Tables of entities are small, and any word may be a name: each row is looked at, in whatever chunk it is.
  if (hasNoTimes(layout)) {
    const { height } = readLines(chunk);
    return { chunk, typed: undefined, withWords: true, lines: linesOf(height, chunk) + chunk.breaks };
  }
  const plain = nullWordSeen.has(layout) ? undefined : readTypedChunk(chunk, context, false);
  const typed = plain ?? readTypedChunk(chunk, context, true);
  if (plain === undefined && typed !== undefined) {
    nullWordSeen.add(layout);
  }
  const rows = typed?.height ?? readLines(chunk).height;
  return { chunk, typed, withWords: plain === undefined, lines: linesOf(rows, chunk) + chunk.breaks };
};

export interface ReadRows extends CheckedRows {
  /** Rows that there were. */
  readonly read: number;
  /** Lines that are no readings, and are not among those read. */
  readonly others: readonly OtherLines[];
}

/** Everything as text, line by line, so that each bad row is known with its line. */
const parseRowByRow = async (chunk: Chunk, firstLine: number, context: Context): Promise<ReadRows> => {
  const { layout } = context;
  const cells = pl.readCSV(chunk.bytes, {
    ...csvOptions(chunk),
    ...schemaOf(layout, () => pl.String),
    truncateRaggedLines: true,
  });
  const line = pl.col('__text');
  const pieces = line.str.split('\u001e').lst.lengths().cast(pl.Int64).sub(1);
  const breaks = pl.when(line.isNull()).then(pl.lit(0).cast(pl.Int64)).otherwise(pieces);
  const before = chunk.breaks === 0 ? pl.lit(0) : breaks.cumSum().sub(breaks);
  const lines = readLines(chunk)
    .lazy()
    .withRowIndex('__row')
    .select(
      line,
      fieldsPerLine(chunk).alias('__fields'),
      lineOf(pl.col('__row'), chunk).add(before).add(firstLine).cast(pl.UInt32).alias(LINE),
    );
  const both = pl.concat([cells, await lines.collect()], { how: 'horizontal' });
  // Loggers write files of a fixed size, zeros behind what they have so far.
  const blank = line.isNull().or(line.str.stripChars(` \t\r\0${chunk.separator}`).str.lengths().eq(0));
  const unbroken = (text: Expr): Expr =>
    chunk.breaks === 0 ? text : text.str.replaceAll('\u001e', '\n', true);
  const restored = cells.columns.map((name) => unbroken(pl.col(name)).alias(name));
  // As the file has it, whether or not another line of the chunk has quotes.
  const parted =
    chunk.written === undefined ? line : line.str.replaceAll(chunk.separator, chunk.written, true);
  const written = unbroken(parted).str.replaceAll('\r', '', true).alias('__text');
  const timeFields = layout.time.map((index) =>
    trimmed(pl.col(field(index)), layout.missing).alias(field(index)),
  );
  const { rows, others } = await withoutOtherLines(
    await both.lazy().filter(blank.not()).collect(),
    chunk,
    context,
  );
  const frame = await rows
    .lazy()
    .withColumns(...restored, written)
    .withColumns(...timeFields)
    .collect();
  const matched = await withInstantsAndEntities(frame, context);
  return { ...(await checkRows(await matched.frame.collect(), layout)), read: frame.height, others };
};

/** The rows of a chunk, those in order and those refused; the fast way where nothing is amiss. */
export const readChunk = async (
  { chunk, typed, withWords }: OpenedChunk,
  firstLine: number,
  context: Context,
): Promise<ReadRows> => {
  if (typed !== undefined && chunk.breaks === 0) {
    const numbered =
      chunk.perLine === undefined
        ? typed.withRowIndex(LINE, firstLine)
        : typed
            .withRowIndex(LINE)
            .withColumn(lineOf(pl.col(LINE), chunk).add(firstLine).cast(pl.UInt32).alias(LINE));
    const rows = await typedRows(numbered, chunk, context);
    if (rows !== undefined) {
      return { rows, refused: undefined, cells: undefined, read: rows.height, others: [] };
    }
    if (!withWords) {
      const again = { chunk, typed: readTypedChunk(chunk, context, true), withWords: true, lines: 0 };
      const done = await readChunk(again, firstLine, context);
      if (done.refused === undefined) {
        nullWordSeen.add(context.layout);
      }
      return done;
    }
  }
  return parseRowByRow(chunk, firstLine, context);
};

/** Timestamps that are written as labels, each once in the file (dictionaries of Arrow, factors of R), as the texts they are. */
const withTimesAsText = async (frame: DataFrame, { time, issued }: Layout): Promise<DataFrame> => {
  const labels = [...time, ...(issued === undefined ? [] : [issued])]
    .map(field)
    .filter((name) => frame.getColumn(name).dtype.variant === 'Categorical');
  if (labels.length === 0) return frame;
  return frame
    .lazy()
    .withColumns(...labels.map((name) => pl.col(name).cast(pl.String).alias(name)))
    .collect();
};

/** The rows of a frame that has its types already, its fields called `c0…` and its rows numbered. */
export const readFrame = async (frame: DataFrame, context: Context): Promise<ReadRows> => {
  const { frame: matched } = await withInstantsAndEntities(
    await withTimesAsText(frame, context.layout),
    context,
  );
  return { ...(await checkRows(await matched.collect(), context.layout)), read: frame.height, others: [] };
};
