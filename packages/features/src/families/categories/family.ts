import { z } from 'zod';
import { Column } from '../../column.ts';
import { requireUnique } from '../../columns-option.ts';
import type { FamilyContext } from '../../context.ts';
import { type Dtype, defineFamily } from '../../definition.ts';
import { quoted, sqlText } from '../../frame.ts';
import { aggregateOf } from '../../kinds/aggregate.ts';
import { plainNames } from '../../names/plain-names.ts';

const Category = z.strictObject({
  vocabulary: z
    .array(z.string())
    .min(1)
    .describe('The values that get a column each, in this order; others count as none'),
  aggregate: z.enum(['first', 'last', 'max', 'mean']).default('first'),
  known: z
    .enum(['future'])
    .optional()
    .describe('future: known before its interval begins; else training sets withhold it'),
});

const Categories = z.record(Column, Category).default({}).describe('Text columns to one-hot encode');
type Categories = z.output<typeof Categories>;

/** A column for each word of each vocabulary. */
const wordColumns = (options: Categories, { naming, plainOf }: FamilyContext) =>
  Object.entries(options).flatMap(([source, { vocabulary, aggregate }]) => {
    const words = naming === 'wattline' ? plainNames(vocabulary, 'value') : undefined;
    return vocabulary.map((word) => {
      const each = `${plainOf(source)}_${words?.get(word) ?? word}`;
      const dtype: Dtype = aggregate === 'mean' ? 'Float64' : 'Int64';
      return {
        name: naming === 'ray-lab' ? `${each}_${aggregate}` : each,
        source,
        word,
        each,
        aggregation: aggregate,
        dtype,
      };
    });
  });

export const categories = defineFamily({
  key: 'categories',
  summary:
    'Text columns as a 0/1 column for each word of their vocabulary, one number of the readings of an interval',
  grain: 'readings',
  options: Categories,
  example: { state: { vocabulary: ['on', 'off'] } },
  availability: 'same-interval',
  scaled: false,
  lookback: () => 0,
  columns: (options, context) =>
    wordColumns(options, context).map(({ name, source, aggregation, dtype, word, each }) => ({
      name,
      ...(each !== `${source}_${word}` && { label: `${source}_${word}` }),
      kind: 'one-hot',
      dtype,
      sources: [source],
      unit: undefined,
      description: `${aggregation} of the interval’s 0/1 readings: ${source}_${word}`,
      group: 'category',
    })),
  check: (options, _, addIssue) => {
    for (const [column, { vocabulary }] of Object.entries(options)) {
      requireUnique([column, 'vocabulary'], vocabulary, addIssue);
    }
  },
  // Another word than those, or none, is 0 in all of them.
  apply: (options, context) => {
    const columns = wordColumns(options, context);
    return {
      each: columns.map(({ each, source, word }) => ({
        name: each,
        sql: `CAST(COALESCE(${quoted(source)} = ${sqlText(word)}, FALSE) AS TINYINT)`,
      })),
      aggregates: columns.map(({ name, each, aggregation, dtype }) => ({
        name,
        column: each,
        aggregation,
        dtype,
      })),
    };
  },
  online: (options, context) => {
    const columns = wordColumns(options, context);
    return (readings) =>
      columns.map(({ source, word, aggregation }) =>
        aggregateOf(
          (readings.words[source] ?? []).map((said) => (said === word ? 1 : 0)),
          aggregation,
        ),
      );
  },
});
