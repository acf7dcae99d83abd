import { isPlain } from '@wattline/cells';
import pl, { type DataFrame, type DataType } from 'nodejs-polars';
import type { Chunk } from '../formats/csv/chunks.ts';
import { readingColumns } from './check-rows.ts';
import { csvOptions, fieldsPerLine, readLines, schemaOf } from './chunk-frame.ts';
import type { Context } from './context.ts';
import { field, hasKnownUnits, isRaw, trimmed, typedNumber } from './fields.ts';
import { withInstantsAndEntities } from './instants-and-entities.ts';
import type { Layout } from './layout.ts';

/** A word as people capitalise it; Polars compares letter by letter. */
const spellings = (word: string): string[] => [
  word,
  word.toUpperCase(),
  `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`,
];

const nullWords = ({ missing }: Layout): string[] => [
  ...new Set(missing.words.filter((word) => Number.isNaN(Number(word)) || word === '').flatMap(spellings)),
];

/** The decimal sign that all value columns have, where Polars can read them as they are. */
const typedDecimal = ({ values }: Layout): '.' | ',' | undefined => {
  const decimal = values[0]?.style.decimal ?? '.';
  return values.every(({ style }) => isPlain(style) && style.decimal === decimal) ? decimal : undefined;
};

const DOT = 0x2e;
const LF = 0x0a;

const dotsIn = (bytes: Buffer): number => {
  let dots = 0;
  for (let at = bytes.indexOf(DOT); at !== -1; at = bytes.indexOf(DOT, at + 1)) {
    dots += 1;
  }
  return dots;
};

/** Polars takes a dot for a decimal sign beside decimal commas: are there more than those of dates and names? */
const hasStrayDots = ({ bytes, separator }: Chunk, layout: Layout, rows: number): boolean => {
  const end = bytes.indexOf(LF);
  const cells = bytes
    .subarray(0, end === -1 ? bytes.length : end)
    .toString()
    .split(separator);
  const numbers = new Set(layout.values.map(({ index }) => index));
  const expected = cells
    .filter((_, index) => !numbers.has(index))
    .reduce((sum, cell) => sum + cell.split('.').length - 1, 0);
  return dotsIn(bytes) !== expected * rows;
};

/** The chunk with the types that its columns should have; undefined where it has something else. */
export const readTypedChunk = (
  chunk: Chunk,
  { layout }: Context,
  /** Whether words that mean nothing are looked for: that takes Polars a quarter of its time. */
  withWords: boolean,
): DataFrame | undefined => {
  const decimal = typedDecimal(layout);
  if (decimal === undefined) {
    return undefined;
  }
  const numbers = new Set(layout.values.map((value) => value.index));
  const type = (index: number): DataType => (numbers.has(index) ? pl.Float64 : pl.String);
  let frame: DataFrame;
  try {
    frame = pl.readCSV(chunk.bytes, {
      ...csvOptions(chunk),
      ...schemaOf(layout, type),
      ...(withWords ? { nullValues: nullWords(layout) } : {}),
      decimalComma: decimal === ',',
      truncateRaggedLines: false,
    });
  } catch {
    // What is wrong, and on which line, is found out row by row.
    return undefined;
  }
  return decimal === ',' && hasStrayDots(chunk, layout, frame.height) ? undefined : frame;
};

/** Null in the last column is a missing reading or a row too short. */
const fewestFields = async (chunk: Chunk): Promise<unknown> =>
  (await readLines(chunk).lazy().select(fieldsPerLine(chunk).min().alias('least')).collect())
    .getColumn('least')
    .toArray()[0];

const BIG = 2 ** 53;

/** Whether the typed rows may hide a bad row. */
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

/** The readings of a typed chunk; undefined where a bad row may be among them. */
export const typedRows = async (
  typed: DataFrame,
  chunk: Chunk,
  context: Context,
): Promise<DataFrame | undefined> => {
  const { layout } = context;
  if (await isSuspicious(typed, chunk, layout)) {
    return undefined;
  }
  if (!layout.values.every((value) => hasKnownUnits(typed, value))) return undefined;
  const { frame, sound } = await withInstantsAndEntities(typed, context);
  if (!sound) {
    return undefined;
  }
  const changed = [
    ...layout.values.filter(isRaw).map((value) => typedNumber(value, typed).alias(field(value.index))),
    ...layout.categories.map(({ index }) =>
      trimmed(pl.col(field(index)), layout.missing).alias(field(index)),
    ),
  ];
  const rows = changed.length === 0 ? frame : frame.withColumns(...changed);
  return rows.select(...readingColumns(layout)).collect();
};
