import pl, { type Expr } from 'nodejs-polars';
import pMap from 'p-map';
import { EVENT_TIMESTAMP } from '../columns.ts';
import { RejectedError } from '../errors.ts';
import { epochMs } from '../features/local-time.ts';
import { columnList, query, quoted } from '../polars/sql.ts';
import { type FeaturePartition, scanPartition } from '../publish/partition.ts';
import { limbsOf } from './limbs.ts';
import { checkHeld } from './most-numbers.ts';
import type { TimeBlock } from './time-blocks.ts';
import { reachedSql, wordSql } from './word-sql.ts';

/** Partitions read at once: one alone waits for its file. */
const CONCURRENCY = 2;
/** Each is in the preprocessor, with a number for each part of the training span. */
const MOST_WORDS = 100_000;

/** Columns of words. */
export interface SummedColumns {
  /** The columns of feature rows that say each word. */
  readonly columns: readonly string[];
  /** Whether their words have means of labels; else they are but counted. */
  readonly hasMeans: boolean;
  /** How many numbers a preprocessor has of each word. */
  readonly numbers: number;
}

/** A label: its column, and the largest of its absolute values. */
export interface SummedLabel {
  readonly name: string;
  readonly most: number;
}

/** Values of a label that were known at a step: how many, and their sum. */
export interface KnownValues {
  readonly count: number;
  readonly sum: number;
}

/** What the training rows of a word, or of all words, come to. */
export interface WordSums {
  /** Rows of each part of the training span. */
  readonly rows: readonly number[];
  /** By label, then by step: of what was known before each part, and of all. */
  readonly known: readonly (readonly KnownValues[])[];
}

export interface SummedWords {
  readonly words: ReadonlyMap<string, WordSums>;
  /** Of all rows, with and without a word. */
  readonly all: WordSums;
}

const [MS, BLOCK, KNOWN] = ['encode: ms', 'encode: block', 'encode: known'];
const wordNamed = (place: number): string => `encode: word ${place}`;

const tooManyWords = (column: string): RejectedError =>
  new RejectedError('ENCODING_WORDS_TOO_MANY', `'${column}' has more than ${MOST_WORDS} words to encode`, {
    place: { column },
    remedy: 'Leave the column out of encodings, or bring its words together in the file',
  });

/**
 * Sums of labels by word and part of the training span, of each of some columns of words: each file is read once, and of it
 * these columns alone. Sums are exact, so they have the same bits in whatever order partitions come.
 *
 * @throws RejectedError where there are more words than can be encoded, as soon as these are found
 */
export const sumByWord = async (options: {
  readonly partitions: readonly FeaturePartition[];
  readonly where: Expr;
  readonly words: readonly SummedColumns[];
  readonly labels: readonly SummedLabel[];
  readonly blocks: readonly TimeBlock[];
}): Promise<SummedWords[]> => {
  const { partitions, where, words, labels, blocks } = options;
  const limbs = labels.map(({ name, most }, place) =>
    limbsOf(`CAST(${quoted(name)} AS DOUBLE)`, most, `encode: label ${place}`),
  );
  const steps = blocks.length + 1;
  /** Of a label and step: how many values, and their limbs. */
  const PART = 4;
  const size = steps * (1 + PART * labels.length);
  const found = words.map(() => new Map<string, Float64Array>());
  const totals = words.map(() => new Float64Array(size));
  let held = 0;

  const [first, second, third] = [0, 1, 2].map((cut) =>
    columnList(limbs.flatMap(({ cuts }) => cuts[cut] ?? [])),
  );
  const and = (list: string | undefined): string => (list === undefined || list === '' ? '' : `, ${list}`);
  const selected = [
    {
      name: BLOCK,
      sql: reachedSql(
        quoted(MS),
        blocks.slice(1).map(({ from }) => from),
      ),
    },
    {
      name: KNOWN,
      sql: reachedSql(
        quoted(MS),
        blocks.map(({ knownUntil }) => knownUntil),
      ),
    },
    ...words.map(({ columns }, place) => ({ name: wordNamed(place), sql: wordSql(columns) })),
  ];
  const sums = limbs.flatMap(({ names: [high = '', ...others] }) => [
    `COUNT(${quoted(high)})`,
    ...[high, ...others].map((name) => `SUM(${quoted(name)})`),
  ]);

  const add = (sofar: Float64Array, row: readonly unknown[]): void => {
    const [, block, known, rows, ...numbers] = row.map(Number);
    const at = block ?? 0;
    sofar[at] = (sofar[at] ?? 0) + (rows ?? 0);
    for (const [i, number] of numbers.entries()) {
      const [label, part] = [Math.floor(i / PART), i % PART];
      const place = steps + (label * steps + (known ?? 0)) * PART + part;
      if (place >= sofar.length) break;
      sofar[place] = (sofar[place] ?? 0) + number;
    }
  };
  const read = async (partition: FeaturePartition): Promise<void> => {
    const rows = scanPartition(partition)
      .filter(where)
      .withColumn(epochMs(pl.col(EVENT_TIMESTAMP)).alias(MS));
    const cut = query(
      query(
        query(rows, `SELECT ${columnList(selected)}${and(first)} FROM frame`),
        `SELECT *${and(second)} FROM frame`,
      ),
      `SELECT *${and(third)} FROM frame`,
    );
    const frame = await cut.collect();
    for (const [place, { columns, hasMeans, numbers }] of words.entries()) {
      const word = quoted(wordNamed(place));
      const key = `${word}, ${quoted(BLOCK)}, ${quoted(KNOWN)}`;
      const grouped = await query(
        frame.lazy(),
        `SELECT ${[key, 'COUNT(*) AS "n"', ...sums.map((sum, i) => `${sum} AS "s${i}"`)].join(', ')} FROM frame GROUP BY ${key}`,
      ).collect();
      const [own, total] = [found[place], totals[place]];
      if (own === undefined || total === undefined) continue;
      for (const row of grouped.rows() as unknown[][]) {
        add(total, row);
        const said = row[0];
        if (typeof said !== 'string') continue;
        let sofar = own.get(said);
        if (sofar === undefined) {
          if (own.size === MOST_WORDS) throw tooManyWords(columns[0] ?? '');
          held += numbers;
          checkHeld(held);
          sofar = new Float64Array(hasMeans ? size : steps);
          own.set(said, sofar);
        }
        add(sofar, row);
      }
    }
  };
  await pMap(partitions, read, { concurrency: CONCURRENCY });

  const sumsOf = (numbers: Float64Array): WordSums => ({
    rows: Array.from(numbers.subarray(0, steps)),
    known: (numbers.length === steps ? [] : limbs).map(({ sum }, label) => {
      const sofar = [0, 0, 0, 0] as [number, number, number, number];
      return Array.from({ length: steps }, (_, step): KnownValues => {
        for (const part of sofar.keys())
          sofar[part] = (sofar[part] ?? 0) + (numbers[steps + (label * steps + step) * PART + part] ?? 0);
        const [count, ...parts] = sofar;
        return { count, sum: sum(...parts) };
      });
    }),
  });
  return found.map((own, place) => ({
    words: new Map([...own].map(([word, numbers]) => [word, sumsOf(numbers)])),
    all: sumsOf(totals[place] ?? new Float64Array(size)),
  }));
};
