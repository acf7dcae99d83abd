import { z } from 'zod';
import { Column } from '../../column.ts';
import { requireUnique } from '../../columns-option.ts';
import type { FamilyContext } from '../../context.ts';
import { type Dtype, defineFamily, type Value } from '../../definition.ts';
import { quoted, sqlText } from '../../frame.ts';
import { aggregateOf } from '../../kinds/aggregate.ts';
import { plainNames } from '../../names/plain-names.ts';

const Category = z.strictObject({
  vocabulary: z
    .array(z.string())
    .min(1)
    .describe('The values that get a column each, in this order; others count as none'),
  aggregate: z.enum(['first', 'last', 'max', 'mean']).default('first'),
  encode: z
    .enum(['one-hot', 'ordinal'])
    .optional()
    .describe(
      'one-hot: a 0/1 column for each word (default); ordinal: one column with the place of the word in the vocabulary, from 0',
    ),
  unseen: z
    .enum(['none', 'other'])
    .optional()
    .describe('What other words count as: none (default), or one more word, other, at the end'),
  known: z
    .enum(['past', 'static', 'future'])
    .optional()
    .describe(
      'past (default): known once its interval is over, so training sets withhold it beside a label; future: before its interval begins; static: always, since it never changes for an entity',
    ),
});

const Categories = z.record(Column, Category).default({}).describe('Text columns, as numbers');
type Categories = z.output<typeof Categories>;

const OTHER = 'other';

/** A column of one category: `ofWord` gives what a reading's word counts as in it, `sql` the same. */
interface CategoryColumn {
  readonly name: string;
  readonly label: string;
  readonly kind: 'one-hot' | 'ordinal';
  readonly description: string;
  readonly source: string;
  readonly each: string;
  readonly aggregation: z.output<typeof Category>['aggregate'];
  readonly dtype: Dtype;
  readonly sql: string;
  readonly ofWord: (said: string | null) => Value;
}

const isWord = (source: string, word: string): string => `${quoted(source)} = ${sqlText(word)}`;

/** 0/1 columns; null and words that are none of them are 0 in all. */
const oneHot = (
  source: string,
  { vocabulary, aggregate, unseen }: z.output<typeof Category>,
  { naming, plainOf }: FamilyContext,
): CategoryColumn[] => {
  const words = unseen === 'other' ? [...vocabulary, OTHER] : vocabulary;
  const plain = naming === 'wattline' ? plainNames(words, 'value') : undefined;
  const known = new Set(vocabulary);
  const isKnown = vocabulary.map((word) => isWord(source, word)).join(' OR ');
  return words.map((word, place) => {
    const isOther = place === vocabulary.length;
    const each = `${plainOf(source)}_${plain?.get(word) ?? word}`;
    const is = isOther ? `NOT (${isKnown})` : isWord(source, word);
    return {
      name: naming === 'ray-lab' ? `${each}_${aggregate}` : each,
      label: `${source}_${word}`,
      kind: 'one-hot',
      description: `${aggregate} of the interval’s 0/1 readings: ${source}_${word}`,
      source,
      each,
      aggregation: aggregate,
      dtype: aggregate === 'mean' ? 'Float64' : 'Int64',
      sql: `CAST(COALESCE(${is}, FALSE) AS TINYINT)`,
      ofWord: (said) => (isOther ? Number(said !== null && !known.has(said)) : Number(said === word)),
    };
  });
};

/** One column of places in the vocabulary; null and words that are not in it are no place. */
const ordinal = (
  source: string,
  { vocabulary, aggregate, unseen }: z.output<typeof Category>,
  { plainOf }: FamilyContext,
): CategoryColumn => {
  const places = new Map(vocabulary.map((word, place) => [word, place]));
  const other = unseen === 'other' ? vocabulary.length : null;
  const cases = vocabulary.map((word, place) => `WHEN ${isWord(source, word)} THEN ${place}`);
  if (other !== null) cases.push(`WHEN ${quoted(source)} IS NOT NULL THEN ${other}`);
  const name = `${plainOf(source)}_ordinal`;
  return {
    name,
    label: `${source}_ordinal`,
    kind: 'ordinal',
    description: `place of the interval’s ${aggregate} word of ${source} among ${vocabulary.length}, from 0${other === null ? '' : `; ${other}: another word`}`,
    source,
    each: name,
    aggregation: aggregate,
    dtype: 'Int64',
    sql: `CASE ${cases.join(' ')} END`,
    ofWord: (said) => (said === null ? null : (places.get(said) ?? other)),
  };
};

const categoryColumns = (options: Categories, context: FamilyContext): CategoryColumn[] =>
  Object.entries(options).flatMap(([source, category]) =>
    category.encode === 'ordinal' ? ordinal(source, category, context) : oneHot(source, category, context),
  );

export const categories = defineFamily({
  key: 'categories',
  summary:
    'Text columns as a 0/1 column for each word of their vocabulary, or as its place there: one number of the readings of an interval',
  grain: 'readings',
  options: Categories,
  example: { state: { vocabulary: ['on', 'off'] } },
  availability: 'same-interval',
  scaled: false,
  lookback: () => 0,
  columns: (options, context) =>
    categoryColumns(options, context).map(({ name, label, kind, description, source, dtype }) => ({
      name,
      ...(label !== name && !name.startsWith(label) && { label }),
      kind,
      dtype,
      sources: [source],
      unit: undefined,
      description,
      group: 'category',
    })),
  check: (options, _, addIssue) => {
    for (const [column, { vocabulary, aggregate, encode, unseen }] of Object.entries(options)) {
      requireUnique([column, 'vocabulary'], vocabulary, addIssue);
      if (encode === 'ordinal' && (aggregate === 'max' || aggregate === 'mean'))
        addIssue([column, 'aggregate'], `places in a vocabulary have no ${aggregate}`, 'write first or last');
      if (unseen === 'other' && encode !== 'ordinal' && vocabulary.includes(OTHER))
        addIssue(
          [column, 'unseen'],
          `'${OTHER}' is in the vocabulary already`,
          'leave out unseen, or the word',
        );
    }
  },
  apply: (options, context) => {
    const columns = categoryColumns(options, context);
    return {
      each: columns.map(({ each, sql }) => ({ name: each, sql })),
      aggregates: columns.map(({ name, each, aggregation, dtype }) => ({
        name,
        column: each,
        aggregation,
        dtype,
      })),
    };
  },
  online: (options, context) => {
    const columns = categoryColumns(options, context);
    return (readings) =>
      columns.map(({ source, ofWord, aggregation }) =>
        aggregateOf((readings.words[source] ?? []).map(ofWord), aggregation),
      );
  },
});
