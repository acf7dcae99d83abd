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

const dotsIn = (bytes: Buffer): number => {
  let dots = 0;
  for (let at = bytes.indexOf(DOT); at !== -1; at = bytes.indexOf(DOT, at + 1)) {
    dots += 1;
  }
  return dots;
};

/** Dots in the cells of some columns, all of them text. */
const dotsInCells = (cells: DataFrame): number =>
  cells.columns.length === 0
    ? 0
    : cells
        .select(
          ...cells.columns.map((name) =>
            pl.col(name).str.split('.').lst.lengths().cast(pl.Float64).sub(1).sum(),
          ),
        )
        .row(0)
        .reduce((sum: number, dots: unknown) => sum + Number(dots ?? 0), 0);

/** Polars takes a dot for a decimal sign beside decimal commas: are there more than those of dates and names? */
const hasStrayDots = (chunk: Chunk, layout: Layout, typed: DataFrame): boolean => {
  const dots = dotsIn(chunk.bytes);
  if (dots === 0) return false;
  const numbers = new Set(layout.values.map(({ index }) => field(index)));
  const { schema, columns } = schemaOf(layout, () => pl.String);
  const known = dotsInCells(typed.select(...columns.filter((name) => !numbers.has(name))));
  if (known === dots) return false;
  const others = Object.keys(schema).filter((name) => !columns.includes(name));
  if (others.length === 0) return true;
  const unused = pl.readCSV(chunk.bytes, {
    ...csvOptions(chunk),
    ...{ schema, columns: others, truncateRaggedLines: true },
  });
  return known + dotsInCells(unused) !== dots;
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
  return decimal === ',' && hasStrayDots(chunk, layout, frame) ? undefined : frame;
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
