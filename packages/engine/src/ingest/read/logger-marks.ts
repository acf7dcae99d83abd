import { isTimeless } from '@wattline/spec';
import pl, { type Expr } from 'nodejs-polars';
import type { Inspected } from '../inspect/inspect-file.ts';
import { CODE, field, LINE } from './fields.ts';
import type { OtherLines } from './other-lines.ts';
import type { RangeRows } from './range-rows.ts';
import { createVocabularies } from './vocabularies.ts';

const dollars = /^\$[^$]+\$$/;

/** What programs write where the name of a series stands: `$RT_OFF$`, `<EOF>`, `[stopped]`, `*** end ***`, `---`. */
const names = [
  dollars,
  /^<[^<>]+>$/,
  /^\[[^[\]]+\]$/,
  /^%[^%]+%$/,
  /^(?:#+[^#]+#+|[*=_~-]{2,}.*[*=_~-]{2,})$/,
  /^[\p{P}\p{S}\s]+$/u,
];

/** Beside a reading, `<low>` and `---` may say something of it. */
const words = [dollars, /^<(?:eof|end|stop|start|begin)\b[^<>]*>$/i];

const isOneOf = (text: string, patterns: readonly RegExp[]): boolean =>
  patterns.some((pattern) => pattern.test(text));

/** So few rows are a mark's, where what is none has this many times as many on average. */
const FEW = 2;
const TIMES = 8;
/** A log of months has more of them: of the rows that others have on average, at most this share. */
const SHARE = 0.01;

const isSeldom = (rows: number, usual: number): boolean =>
  rows <= FEW ? rows * TIMES <= usual : rows <= usual * SHARE;

/** A column in which marks may stand, and what of it are some. */
interface Marked {
  readonly column: string;
  /** As the column has them, with their text. */
  readonly marks: ReadonlyMap<unknown, string>;
  /** How many other texts it has. */
  readonly others: number;
  readonly buckets: readonly number[];
}

const entityMarks = ({ entities, layout, spill }: RangeRows): Marked => {
  // Of names that are put together, one part is enough.
  const isMark = (name: string): boolean =>
    isOneOf(name, names) ||
    (layout.entity.length > 1 && name.split(' ').some((part) => isOneOf(part, names)));
  const marks = new Map([...entities.names().entries()].filter(([, name]) => isMark(name)));
  return {
    column: CODE,
    marks,
    others: entities.names().length - marks.size,
    buckets: spill.buckets().filter((bucket) => entities.codesIn(bucket).some((code) => marks.has(code))),
  };
};

const wordMarks = ({ layout, vocabularies, spill }: RangeRows): Marked[] =>
  layout.categories.map(({ name, index }) => {
    const all = vocabularies.get(name) ?? [];
    const marks = new Map(all.filter((word) => isOneOf(word, words)).map((word) => [word, word]));
    return { column: field(index), marks, others: all.length - marks.size, buckets: spill.buckets() };
  });

const isIn = ({ column, marks }: Marked): Expr =>
  pl
    .col(column)
    .isIn([...marks.keys()])
    .fillNull(pl.lit(false));

/** Lines with marks; none where the column has as many of one as of what is none: things are called so there. */
const linesOf = async ({ spill, kept }: RangeRows, marked: Marked): Promise<OtherLines[]> => {
  const found: OtherLines[] = [];
  for (const bucket of marked.buckets) {
    const rows = await (await spill.gather(bucket))
      .lazy()
      .filter(isIn(marked))
      .groupBy([marked.column])
      .agg(pl.len().cast(pl.Float64).alias('count'), pl.col(LINE).min().cast(pl.Float64).alias('line'))
      .collect();
    const [texts = [], counts, lines] = [marked.column, 'count', 'line'].map((name) =>
      rows.getColumn(name).toArray(),
    );
    for (const [index, text] of texts.entries())
      found.push({
        kind: 'mark of the logger',
        count: Number(counts?.[index]),
        line: Number(lines?.[index]),
        word: marked.marks.get(text) ?? '',
      });
  }
  const usual = (kept - found.reduce((sum, { count }) => sum + count, 0)) / marked.others;
  return found.every(({ count }) => isSeldom(count, usual)) ? found : [];
};

/** How many rows of each bucket have no mark; without buckets that have no others. */
const rowsLeft = async (spill: RangeRows['spill'], marks: Expr): Promise<ReadonlyMap<number, number>> => {
  const left = new Map<number, number>();
  for (const bucket of spill.buckets()) {
    const rows = await (await spill.gather(bucket))
      .lazy()
      .filter(marks.not())
      .select(pl.len().cast(pl.Float64).alias('rows'))
      .collect();
    const count = Number(rows.getColumn('rows').toArray()[0]);
    if (count > 0) left.set(bucket, count);
  }
  return left;
};

const vocabulariesOf = async ({
  layout,
  vocabularies,
  spill,
}: RangeRows): Promise<RangeRows['vocabularies']> => {
  if (vocabularies.size === 0) return vocabularies;
  const again = createVocabularies(layout.categories);
  for (const bucket of spill.buckets()) again.add(await spill.gather(bucket));
  return again.found();
};

/**
 * The rows of a file without those that a logger wrote about itself: where the name of a series or a word of a category
 * that was found out stands, they have a mark, which has hardly a row where others have very many.
 */
export const withoutLoggerMarks = async (rows: RangeRows, { spec }: Inspected): Promise<RangeRows> => {
  const { layout, spill } = rows;
  // Of rows of entities each is one, whatever it is called.
  if (isTimeless(spec)) return rows;
  // Series side by side are columns, not words of rows.
  const isNamed = layout.entity.length > 0 && spec.layout?.series === undefined;
  const candidates = [...(isNamed ? [entityMarks(rows)] : []), ...wordMarks(rows)].filter(
    ({ marks, others }) => marks.size > 0 && others > 0,
  );
  const found: { readonly marked: Marked; readonly lines: readonly OtherLines[] }[] = [];
  for (const marked of candidates) found.push({ marked, lines: await linesOf(rows, marked) });
  const certain = found.filter(({ lines }) => lines.length > 0);
  const [first, ...more] = certain.map(({ marked }) => isIn(marked));
  if (first === undefined) return rows;
  const marks = more.reduce((all, one) => all.or(one), first);
  const left = await rowsLeft(spill, marks);
  const kept = [...left.values()].reduce((sum, count) => sum + count, 0);
  const count = rows.kept - kept;
  const lines = certain.flatMap((one) => one.lines).toSorted((a, b) => a.line - b.line);
  const withoutMarks: RangeRows = {
    ...rows,
    read: rows.read - count,
    kept,
    spill: {
      ...spill,
      buckets: () => [...left.keys()],
      gather: async (bucket) => (await spill.gather(bucket)).lazy().filter(marks.not()).collect(),
    },
    others: [...rows.others, ...lines.slice(0, 1).map((line) => ({ ...line, count }))],
  };
  return { ...withoutMarks, vocabularies: await vocabulariesOf(withoutMarks) };
};
