import type { Spec } from '@wattline/spec';
import type { Expr } from 'nodejs-polars';
import type { FeatureColumn } from '../features/feature-columns.ts';
import type { IntervalIndex } from '../horizons/interval-index.ts';
import type { Moments } from '../moments.ts';
import { lineOf } from '../publish/fit-scaler.ts';
import type { FeaturePartition } from '../publish/partition.ts';
import { encodedName } from './encoded-names.ts';
import type { Encoding } from './encoding.ts';
import { checkNumbers } from './most-numbers.ts';
import type { PlannedEncoding } from './planned-encodings.ts';
import { type TimeBlock, timeBlocks } from './time-blocks.ts';
import { describeWeighted, type Weighted } from './weighted.ts';
import {
  type KnownValues,
  type SummedColumns,
  type SummedWords,
  sumByWord,
  type WordSums,
} from './word-sums.ts';

const isoOf = (ms: number): string => new Date(ms).toISOString();

type Words = Encoding['words'];

const inOrder = (words: ReadonlyMap<string, WordSums>): [string, WordSums][] =>
  [...words].sort(([a], [b]) => (a < b ? -1 : 1));

/** Numbers of an encoding: by step of words that are not listed, and of those that are. */
interface Numbers {
  readonly unseen: Encoding['unseen'];
  readonly words: Words;
  /** Of the training rows. */
  readonly rows: readonly Weighted[];
}

const counts = ({ words }: SummedWords): Numbers => {
  const found = inOrder(words).map(([word, { rows }]): [string, number] => [
    word,
    rows.reduce((sum, one) => sum + one, 0),
  ]);
  return {
    unseen: [0],
    words: found.map(([word, count]) => [word, [count]]),
    rows: found.map(([, count]) => [count, count]),
  };
};

const none: KnownValues = { count: 0, sum: 0 };

/** Means of a label, drawn to that of all words: those are as many as `smoothing` rows more. */
const means = ({ words, all }: SummedWords, label: number, smoothing: number): Numbers => {
  const unseen = (all.known[label] ?? []).map(({ count, sum }) => (count === 0 ? null : sum / count));
  const rows: Weighted[] = [];
  const listed = inOrder(words).map(([word, { known, rows: own }]): Words[number] => {
    const values = unseen.map((mean, step) => {
      const { count, sum } = known[label]?.[step] ?? none;
      return mean === null || count + smoothing === 0 ? mean : (sum + smoothing * mean) / (count + smoothing);
    });
    for (const [step, value] of values.entries()) if (value !== null) rows.push([value, own[step] ?? 0]);
    return [word, values];
  });
  return { unseen, words: listed, rows };
};

/** As features are scaled: fitted to the numbers that training rows have. */
const scalingOf = (
  { scaling }: Pick<Spec, 'scaling'>,
  rows: readonly Weighted[],
): Pick<Encoding, 'scaling'> => {
  if (scaling.method === 'none') return {};
  const { moments, quartiles } = describeWeighted(rows);
  return { scaling: lineOf(scaling, moments, quartiles) };
};

const keyOf = ({ columns }: Pick<PlannedEncoding, 'columns'>): string => columns.join('\n');

/** Those that name columns of words alike are read once. */
const wordsOf = (
  planned: readonly PlannedEncoding[],
  numbersOf: (one: PlannedEncoding) => number,
): ReadonlyMap<string, SummedColumns> =>
  new Map(
    [...Map.groupBy(planned, keyOf)].map(([key, alike]) => [
      key,
      {
        columns: alike[0]?.columns ?? [],
        hasMeans: alike.some(({ by }) => by === 'target'),
        numbers: alike.reduce((sum, one) => sum + numbersOf(one), 0),
      },
    ]),
  );

export interface EncodingOptions {
  readonly spec: Pick<Spec, 'scaling'>;
  readonly planned: readonly PlannedEncoding[];
  /** Of the set, targets among them. */
  readonly columns: readonly FeatureColumn[];
  readonly partitions: readonly FeaturePartition[];
  /** Rows that are trained on. */
  readonly where: Expr;
  /** Rows before are trained on, and later ones are encoded by all of them. */
  readonly until: string;
  readonly intervals: IntervalIndex;
  /** How many intervals after what it is made of a label is. */
  readonly steps: number;
  /** Of the labels of the training rows. */
  readonly moments: ReadonlyMap<string, Moments>;
}

/**
 * Fits encodings to training rows, and to no others. Counts are those of the whole training span. Means are ordered by time:
 * each row has that of the rows whose labels were known before its part of the span, never of its own label.
 */
export const fitEncodings = async (options: EncodingOptions): Promise<Encoding[]> => {
  const { planned, columns, partitions, where, intervals, moments } = options;
  if (planned.length === 0) return [];
  const isMeant = planned.some(({ by }) => by === 'target');
  const labels = columns
    .filter(({ role }) => isMeant && role === 'target')
    .map(({ name }) => {
      const { count, min, max } = moments.get(name) ?? { count: 0, min: 0, max: 0 };
      return { name, most: count === 0 ? 0 : Math.max(Math.abs(min), Math.abs(max)) };
    });
  const until = Date.parse(options.until);
  const count = Math.max(...planned.map(({ blocks }) => blocks));
  const blocks: TimeBlock[] = timeBlocks(intervals, until, options.steps, isMeant ? count : 1);
  const steps = blocks.length + 1;
  const words = wordsOf(planned, ({ by }) => (by === 'count' ? 1 : labels.length * steps));
  const summed = await sumByWord({ partitions, where, words: [...words.values()], labels, blocks });
  const summedOf = new Map([...words.keys()].map((key, place) => [key, summed[place]]));
  const begin = isoOf(blocks[0]?.from ?? until);
  const from = [...blocks.map((block) => isoOf(block.from)), isoOf(until)];
  const made = planned.flatMap(({ by, of, plain, columns: own, row, smoothing }): Encoding[] => {
    const found = summedOf.get(keyOf({ columns: own }));
    if (found === undefined) return [];
    const base = { by, of, columns: [...own], ...(row !== undefined && { row }) };
    if (by === 'count') {
      const { rows, ...numbers } = counts(found);
      return [
        {
          name: encodedName({ plain }),
          ...base,
          from: [begin],
          ...numbers,
          ...scalingOf(options.spec, rows),
        },
      ];
    }
    return labels.map(({ name: target }, label): Encoding => {
      const { rows, ...numbers } = means(found, label, smoothing);
      return {
        ...{ name: encodedName({ plain }, target), ...base, target, smoothing, from },
        ...numbers,
        ...scalingOf(options.spec, rows),
      };
    });
  });
  checkNumbers([made]);
  return made;
};
