import { quoted, sqlDouble } from '../../frame.ts';
import type { Aggregate } from '../../readings-plan.ts';
import { aggregateOf } from '../aggregate.ts';
import { gauge } from '../gauge/kind.ts';
import { defineKind } from '../kind.ts';
import { meanDirection, meanDirectionSql, spread, spreadSql } from './direction.ts';

const FULL_CIRCLE = 360;

const isOfDirections = ({ aggregation }: { readonly aggregation: string }): boolean =>
  aggregation === 'mean' || aggregation === 'std';

export const circular = defineKind({
  key: 'circular',
  summary: 'A direction or a phase, whose end is its beginning: 350° and 10° make 0°',
  aggregate: ['mean'],
  meanings: {
    mean: (source) => `mean direction of the interval’s readings of ${source}`,
    std: (source) => `circular standard deviation of the interval’s readings of ${source}`,
    first: (source) => `first of the interval’s readings of ${source}`,
    last: (source) => `last of the interval’s readings of ${source}`,
    count: (source) => `count of the interval’s readings of ${source}`,
  },
  options: ['period'],
  isSpread: false,
  tolerance: {
    absolute: 1e-6,
    reason:
      'sines and logarithms differ in their last bits from machine to machine, and are rounded after them',
  },
  apply: (columns, value) => {
    const { period = FULL_CIRCLE } = value;
    const plain = gauge.apply(
      columns.filter((column) => !isOfDirections(column)),
      value,
    );
    const directed = columns.filter(isOfDirections);
    const [one] = directed;
    if (one === undefined) return plain;
    const { source } = one;
    const radians = `${quoted(source)} * ${sqlDouble((2 * Math.PI) / period)}`;
    const [sine, cosine] = [`${source} sine`, `${source} cosine`];
    const of = (column: string, aggregation: 'mean' | 'count'): Aggregate => ({
      name: `${column}_${aggregation}`,
      column,
      aggregation,
      dtype: aggregation === 'count' ? 'Int64' : 'Float64',
    });
    const vector = [of(sine, 'mean'), of(cosine, 'mean')];
    const count = of(sine, 'count');
    const [sineMean = '', cosineMean = ''] = vector.map(({ name }) => quoted(name));
    return {
      each: [
        { name: sine, sql: `SIN(${radians})` },
        { name: cosine, sql: `COS(${radians})` },
      ],
      aggregates: [...plain.aggregates, ...vector, count],
      combined: directed.map(({ name, aggregation }) => ({
        name,
        sql:
          aggregation === 'mean'
            ? meanDirectionSql(sineMean, cosineMean, period)
            : spreadSql(sineMean, cosineMean, quoted(count.name), period),
      })),
    };
  },
  online: (column, value) => {
    const { source, aggregation } = column;
    const { period = FULL_CIRCLE } = value;
    if (!isOfDirections(column)) return gauge.online(column, value);
    const turn = (2 * Math.PI) / period;
    return (readings) => {
      const given = (readings.values[source] ?? []).filter((value) => value !== null);
      const sine = aggregateOf(
        given.map((value) => Math.sin(value * turn)),
        'mean',
      );
      const cosine = aggregateOf(
        given.map((value) => Math.cos(value * turn)),
        'mean',
      );
      if (sine === null || cosine === null) return null;
      return aggregation === 'mean'
        ? meanDirection(sine, cosine, period)
        : spread(sine, cosine, given.length, period);
    };
  },
});
