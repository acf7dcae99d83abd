import { expect, test } from 'vitest';
import { contextOf } from '../../context.ts';
import type { Readings } from '../../online.ts';
import { categories } from './family.ts';

const context = contextOf({
  time: { zone: 'UTC' },
  interval: '1h',
  naming: 'wattline',
  values: {},
  categories: {},
});

type Options = Parameters<typeof categories.options.parse>[0];

/** What an interval of these words is, by column. */
const valuesOf = (options: Options, words: readonly (string | null)[]) => {
  const parsed = categories.options.parse(options);
  const names = categories.columns(parsed, context).map(({ name }) => name);
  const readings: Readings = { count: words.length, values: {}, words: { state: words }, amounts: {} };
  const values = categories.online(parsed, context)(readings);
  return Object.fromEntries(names.map((name, i) => [name, values[i]]));
};

const vocabulary = ['off', 'on'];

test('one-hot: a 0/1 column for each word, and for all others where they are asked for', () => {
  expect(valuesOf({ state: { vocabulary } }, ['on', 'off'])).toEqual({ state_off: 0, state_on: 1 });
  expect(valuesOf({ state: { vocabulary } }, ['broken'])).toEqual({ state_off: 0, state_on: 0 });
  const other = { state: { vocabulary, aggregate: 'mean', unseen: 'other' } };
  expect(valuesOf(other, ['broken', null, 'on', 'lost'])).toEqual({
    state_off: 0,
    state_on: 0.25,
    state_other: 0.5,
  });
});

test('ordinal: the place of the word, nothing for others, or one place more', () => {
  const ordinal = { vocabulary, encode: 'ordinal' };
  expect(valuesOf({ state: ordinal }, ['on', 'off'])).toEqual({ state_ordinal: 1 });
  expect(valuesOf({ state: { ...ordinal, aggregate: 'last' } }, ['on', 'off', null])).toEqual({
    state_ordinal: 0,
  });
  expect(valuesOf({ state: ordinal }, [null, 'broken'])).toEqual({ state_ordinal: null });
  expect(valuesOf({ state: { ...ordinal, unseen: 'other' } }, [null, 'broken', 'on'])).toEqual({
    state_ordinal: 2,
  });
});

test('places have no mean, and two columns no one name', () => {
  const issuesOf = (options: Options): string[] => {
    const found: string[] = [];
    categories.check(categories.options.parse(options), context, (path, message) =>
      found.push(`${path.join('.')}: ${message}`),
    );
    return found;
  };
  expect(issuesOf({ state: { vocabulary, encode: 'ordinal', aggregate: 'mean' } })).toEqual([
    'state.aggregate: places in a vocabulary have no mean',
  ]);
  expect(issuesOf({ state: { vocabulary: ['other'], unseen: 'other' } })).toEqual([
    "state.unseen: 'other' is in the vocabulary already",
  ]);
  expect(issuesOf({ state: { vocabulary: ['other'], unseen: 'other', encode: 'ordinal' } })).toEqual([]);
});
