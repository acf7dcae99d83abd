import { requireAggregated, requireUnique } from '../../columns-option.ts';
import { defineFamily } from '../../definition.ts';
import { cellAt, cellsOf, orNull, ownRow } from '../../online.ts';
import { datasetOf, joinedColumns, withinOf } from './joined-columns.ts';
import { type Join, Joins } from './options.ts';

const meanings = {
  past: (dataset: string, within: string) =>
    `of the newest row of ${dataset} that is available once this row is, no more than ${within} before it`,
  future: (dataset: string, within: string) =>
    `of the row of ${dataset} that begins with the interval, or last before it, by no more than ${within}`,
  static: (dataset: string) => `of the newest row of ${dataset} that has one`,
} as const;

const descriptionOf = (join: string, column: string, options: Join): string =>
  `${column} ${meanings[options.known ?? 'past'](datasetOf(join, options), withinOf(options))}`;

export const joins = defineFamily({
  key: 'joins',
  summary: 'Columns of the sealed rows of other datasets, as of each interval: weather, prices, floor areas',
  grain: 'series',
  options: Joins,
  example: {
    weather: { columns: ['temperature_mean'], entity: { of: { 'meter-1': 'station-a' } } },
    tariff: { dataset: 'prices', columns: ['price_mean'], known: 'future', within: '30d' },
  },
  availability: 'same-interval',
  scaled: true,
  lookback: () => 0,
  columns: (options) =>
    joinedColumns(options).map(({ name, join, column, source, isOfWords }) => {
      const own = options[join];
      return {
        name,
        kind: 'joined',
        dtype: 'Float64',
        sources: [source],
        unit: undefined,
        description: own === undefined ? column : descriptionOf(join, column, own),
        // Of the rows that it is from neither is.
        ...(isOfWords && { scaled: false }),
      };
    }),
  check: (options, _, addIssue) => {
    for (const [join, { columns, entity, known, within }] of Object.entries(options)) {
      requireUnique([join, 'columns'], columns, addIssue);
      if (known === 'static' && within !== undefined)
        addIssue(
          [join, 'within'],
          'what never changes is not of any time',
          'remove within, or known: static',
        );
      if (entity === undefined || !('nearest' in entity)) continue;
      const still = joinedColumns(options).filter((one) => one.known === 'static' && one.join !== join);
      if (still.length === 0)
        addIssue(
          [join, 'entity', 'to'],
          'positions are columns of a join with known: static, and there is none',
          'join a dataset that has a row with latitude and longitude for each entity, with known: static',
        );
      else requireAggregated([join, 'entity', 'to'], entity.to, { aggregated: still }, addIssue);
    }
  },
  rowsBack: (options) => {
    const rows = joinedColumns(options).map(() => ownRow);
    return () => rows;
  },
  // They are in the series already, as what is made of readings is.
  apply: () => (frame) => frame,
  online: (options) => {
    const names = joinedColumns(options).map(({ name }) => name);
    return (series, row) => names.map((name) => orNull(cellAt(series, cellsOf(series, name), row)));
  },
});
