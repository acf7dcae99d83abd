import pl, { type DataFrame, type DataType, type LazyDataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../../columns.ts';
import type { Chunk } from '../formats/csv/chunks.ts';
import type { Entities } from '../settle/entities.ts';
import { type CheckedRows, checkRows, readingColumns } from './check-rows.ts';
import { BUCKET, CODE, cleaned, field, LINE, type Reading, timeField, typedNumber } from './fields.ts';
import type { Layout } from './layout.ts';
import type { Zoned } from './local-time.ts';
import { parseTimes } from './times.ts';

export interface Context {
  readonly layout: Layout;
  readonly reading: Reading;
  readonly format: string;
  readonly zoned: Zoned;
  readonly entities: Entities;
}

const csvOptions = (chunk: Chunk) => ({
  hasHeader: false,
  quoteChar: '',
  sep: chunk.separator,
  eolChar: '\n',
  rechunk: true,
});

/** Every field of the file, those used alone read; one more shows rows that are too long. */
const schemaOf = (layout: Layout, type: (index: number) => DataType) => {
  const schema: Record<string, DataType> = {};
  for (let index = 0; index <= layout.width; index += 1) {
    schema[field(index)] = type(index);
  }
  const used = new Set([
    ...layout.time,
    ...(layout.entity === undefined ? [] : [layout.entity]),
    ...layout.values.map((value) => value.index),
    ...layout.categories.map((category) => category.index),
    layout.width - 1,
    layout.width,
  ]);
  return { schema, columns: [...used].sort((a, b) => a - b).map(field) };
};

/** A chunk as polars reads it at once; `typed` is missing where it could not. */
export interface OpenedChunk {
  readonly chunk: Chunk;
  readonly typed: DataFrame | undefined;
  /** Whether `typed` was read without regard to markers for nothing, which are then what no number is. */
  readonly bare: boolean;
  /** Lines of the file that the chunk covers. */
  readonly lines: number;
}

const readLines = (chunk: Chunk): DataFrame =>
  pl.readCSV(chunk.bytes, { ...csvOptions(chunk), sep: '\u0000', schema: { __text: pl.String } });

const readTyped = (chunk: Chunk, { layout, reading }: Context, bare: boolean): DataFrame | undefined => {
  const numbers = new Set(layout.values.map((value) => value.index));
  try {
    return pl.readCSV(chunk.bytes, {
      ...csvOptions(chunk),
      ...schemaOf(layout, (index) => (numbers.has(index) ? pl.Float64 : pl.String)),
      ...(bare ? {} : { nullValues: ['', ...reading.missing] }),
      decimalComma: reading.decimal === ',',
      truncateRaggedLines: false,
    });
  } catch {
    // What is wrong, and on which line, the careful way finds out.
    return undefined;
  }
};

/** Files in which a marker for nothing was seen, or could pass for a number. */
const marked = new WeakSet<Layout>();

/** Reads a chunk with the types that its columns should have. */
export const openChunk = (chunk: Chunk, context: Context): OpenedChunk => {
  const { layout, reading } = context;
  if (reading.missing.some((marker) => /\d/.test(marker))) {
    marked.add(layout);
  }
  // To compare each cell with each marker takes polars a quarter of its time.
  const plain = marked.has(layout) ? undefined : readTyped(chunk, context, true);
  const typed = plain ?? readTyped(chunk, context, false);
  if (plain === undefined && typed !== undefined) {
    marked.add(layout);
  }
  const rows = typed?.height ?? readLines(chunk).height;
  return { chunk, typed, bare: plain !== undefined, lines: rows + chunk.breaks };
};

const notNull = pl.col('raw').isNotNull();

/** Instants and entity codes beside the rows; undefined where a careful look is due. */
const joined = async (
  frame: DataFrame,
  { layout, entities, format, zoned }: Context,
): Promise<{ frame: LazyDataFrame; sound: boolean }> => {
  const timed = frame.lazy().withColumn(timeField(layout).alias('__time'));
  const distinctTimes = timed.select(pl.col('__time').unique().alias('raw')).collect();
  const key = layout.entity === undefined ? undefined : pl.col(field(layout.entity)).cast(pl.String);
  const distinctEntities =
    key === undefined ? undefined : frame.lazy().select(key.unique().alias('raw')).collect();
  const allTimes = await distinctTimes;
  const times = await parseTimes(await allTimes.lazy().filter(notNull).collect(), format, zoned);
  const withTimes = timed.join(times.lazy(), {
    leftOn: '__time',
    rightOn: 'raw',
    how: 'left',
    maintainOrder: 'left',
  });
  const timesSound =
    allTimes.getColumn('raw').nullCount() === 0 && times.getColumn(EVENT_TIMESTAMP).nullCount() === 0;
  if (distinctEntities === undefined || key === undefined) {
    const constant = pl.lit(0).cast(pl.UInt32);
    const only = withTimes.withColumns(constant.alias(CODE), constant.alias(BUCKET));
    return { frame: only, sound: timesSound };
  }
  const { table, missing } = entities.look((await distinctEntities).getColumn('raw').toArray());
  const all = withTimes
    .withColumn(key.alias('__entity'))
    .join(table.lazy(), { leftOn: '__entity', rightOn: 'raw', how: 'left', maintainOrder: 'left' });
  return { frame: all, sound: timesSound && !missing };
};

const fieldsPerLine = (chunk: Chunk) => pl.col('__text').str.split(chunk.separator).lst.lengths();

/** Null in the last column is a missing reading or a row too short. */
const fewestFields = async (chunk: Chunk): Promise<unknown> =>
  (await readLines(chunk).lazy().select(fieldsPerLine(chunk).min().alias('least')).collect())
    .getColumn('least')
    .toArray()[0];

const BIG = 2 ** 53;

/** Whether typed rows hold anything that could have to be refused, or that polars reads too kindly. */
const isSuspicious = async (typed: DataFrame, chunk: Chunk, layout: Layout): Promise<boolean> => {
  const numbers = typed.select(...layout.values.map(({ index }) => field(index))).lazy();
  const edge = typed
    .select(field(layout.width - 1), field(layout.width))
    .nullCount()
    .row(0)
    .map(Number);
  const [missing = 0, absent = 0] = edge;
  if (absent < typed.height) {
    return true;
  }
  const [sums, least, most] = await Promise.all(
    [numbers.sum(), numbers.min(), numbers.max()].map(async (plan) => (await plan.collect()).row(0)),
  );
  if (missing > 0 && Number(await fewestFields(chunk)) < layout.width) {
    return true;
  }
  return layout.values.some(({ truncate, min, max }, position) => {
    const cut = (value: unknown): number => (truncate ? Math.trunc(Number(value ?? 0)) : Number(value ?? 0));
    const from = cut(least?.[position]);
    const to = cut(most?.[position]);
    const sum: unknown = sums?.[position] ?? Number.NaN;
    // Rows come as JSON, which has no infinities: they are null there.
    return (
      !Number.isFinite(sum) ||
      Math.max(-from, to) >= BIG ||
      (min !== undefined && least?.[position] !== null && from < min) ||
      (max !== undefined && most?.[position] !== null && to > max)
    );
  });
};

const typedRows = async (
  typed: DataFrame,
  chunk: Chunk,
  context: Context,
): Promise<DataFrame | undefined> => {
  const { layout, reading } = context;
  if (await isSuspicious(typed, chunk, layout)) {
    return undefined;
  }
  const { frame, sound } = await joined(typed, context);
  if (!sound) {
    return undefined;
  }
  const truncated = layout.values.filter(({ truncate }) => truncate);
  const changed = [
    ...truncated.map((value) => typedNumber(value).alias(field(value.index))),
    ...layout.categories.map(({ index }) => cleaned(pl.col(field(index)), reading).alias(field(index))),
  ];
  const rows = changed.length === 0 ? frame : frame.withColumns(...changed);
  return rows.select(...readingColumns(layout)).collect();
};

/** Everything as text, line by line, so that each bad row is known with its line. */
const carefulRows = async (
  chunk: Chunk,
  firstLine: number,
  context: Context,
): Promise<CheckedRows & { read: number }> => {
  const { layout, reading } = context;
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
      pl.col('__row').cast(pl.Int64).add(before).add(firstLine).cast(pl.UInt32).alias(LINE),
    );
  const both = pl.concat([cells, await lines.collect()], { how: 'horizontal' });
  const blank = line.isNull().or(line.str.stripChars(` \t\r${chunk.separator}`).str.lengths().eq(0));
  const restored = cells.columns.map((name) => {
    const whole = chunk.breaks === 0 ? pl.col(name) : pl.col(name).str.replaceAll('\u001e', '\n', true);
    return whole.alias(name);
  });
  const timeFields = layout.time.map((index) => cleaned(pl.col(field(index)), reading).alias(field(index)));
  const frame = await both
    .lazy()
    .filter(blank.not())
    .withColumns(...restored)
    .withColumns(...timeFields)
    .collect();
  const matched = await joined(frame, context);
  return { ...(await checkRows(await matched.frame.collect(), layout, reading)), read: frame.height };
};

/** The rows of a chunk, those in order and those refused; the quick way where nothing is amiss. */
export const readChunk = async (
  { chunk, typed, bare }: OpenedChunk,
  firstLine: number,
  context: Context,
): Promise<CheckedRows & { read: number }> => {
  if (typed !== undefined && chunk.breaks === 0) {
    const numbered = typed.withRowIndex(LINE, firstLine);
    const rows = await typedRows(numbered, chunk, context);
    if (rows !== undefined) {
      return { rows, refused: undefined, read: rows.height };
    }
    if (bare) {
      // A marker such as NaN is a number to polars.
      const again = { chunk, typed: readTyped(chunk, context, false), bare: false, lines: 0 };
      const done = await readChunk(again, firstLine, context);
      if (done.refused === undefined) {
        marked.add(context.layout);
      }
      return done;
    }
  }
  return carefulRows(chunk, firstLine, context);
};

/** The rows of a frame that has its types already, its fields called `c0…` and its rows numbered. */
export const readFrame = async (
  frame: DataFrame,
  context: Context,
): Promise<CheckedRows & { read: number }> => {
  const { frame: matched } = await joined(frame, context);
  return {
    ...(await checkRows(await matched.collect(), context.layout, context.reading)),
    read: frame.height,
  };
};
