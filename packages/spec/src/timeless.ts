import { isDeepStrictEqual } from 'node:util';
import type { Key } from './problems.ts';

/** How a spec says that its rows are of no time. */
export const NONE = 'none';

/** What stands in place of times. */
const time = { column: [], format: 'iso', zone: 'UTC', cadence: '1d' };

/** What a row for each entity leaves of what is made of series: nothing. */
const fixed = {
  interval: '1d',
  grid: 'observed',
  calendar: { fields: [] },
  lags: { by: [] },
  coverage: false,
  split: { train: 1, validation: 0, test: 0 },
  scaling: { method: 'none' },
};

/** Of each column of numbers. */
const ofValue = { aggregate: ['last'], known: 'static' };
/** Of each column of words. */
const ofCategory = { aggregate: 'last', known: 'static' };

const allowed: readonly string[] = [
  'file',
  'time',
  'entity',
  'values',
  'categories',
  'drop',
  'missing',
  'quarantine',
  'limits',
  'columns',
  'emptyCells',
  'sameKey',
  'keep',
  'naming',
  'partition',
];

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a document says `time: none`. */
export const saysNone = (content: Fields): boolean => content.time === NONE;

/** Keys that say what a row for each entity has no use for. */
export const keysOfTime = (content: Fields): { readonly path: readonly Key[]; readonly why: string }[] => {
  const within = (key: string, names: readonly string[]): { path: Key[]; why: string }[] =>
    Object.entries(isFields(content[key]) ? content[key] : {}).flatMap(([column, options]) =>
      names
        .filter((name) => isFields(options) && Object.hasOwn(options, name))
        .map((name) => ({
          path: [key, column, name],
          why: 'is of several readings, and each entity has one row',
        })),
    );
  return [
    ...Object.keys(content)
      .filter((key) => !allowed.includes(key))
      .map((key) => ({ path: [key], why: 'is of times, and time is none' })),
    // How many buckets entities are parted into is of no time.
    ...(isFields(content.partition) && Object.hasOwn(content.partition, 'period')
      ? [{ path: ['partition', 'period'], why: 'is of times, and time is none' }]
      : []),
    ...within('values', [...Object.keys(ofValue), 'kind']),
    ...within('categories', Object.keys(ofCategory)),
  ];
};

const underEach = (columns: unknown, under: Fields): unknown =>
  isFields(columns)
    ? Object.fromEntries(
        Object.entries(columns).map(([column, options]) => [
          column,
          isFields(options) ? { ...options, ...under } : options,
        ]),
      )
    : columns;

/** A document that says `time: none`, as one with times says the same. */
export const withoutTimes = (content: Fields): Fields => ({
  ...fixed,
  ...content,
  time,
  values: underEach(content.values ?? {}, ofValue),
  ...(content.categories !== undefined && { categories: underEach(content.categories, ofCategory) }),
});

const without = (fields: Fields, under: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields).filter(
      ([key, value]) => !Object.hasOwn(under, key) || !isDeepStrictEqual(value, under[key]),
    ),
  );

const shortOf: Readonly<Record<string, Fields>> = { values: ofValue, categories: ofCategory };

/** The document that a spec without times is written as: without what `withoutTimes` puts there. */
export const saidBriefly = (content: Fields): Fields =>
  Object.fromEntries(
    Object.entries(content).flatMap(([key, value]): [string, unknown][] => {
      const under = shortOf[key];
      if (key === 'time') return [[key, NONE]];
      if (Object.hasOwn(fixed, key)) return [];
      if (under === undefined || !isFields(value)) return [[key, value]];
      const columns = Object.entries(value).map(([column, options]) => [
        column,
        isFields(options) ? without(options, under) : options,
      ]);
      return columns.length === 0 ? [] : [[key, Object.fromEntries(columns)]];
    }),
  );
