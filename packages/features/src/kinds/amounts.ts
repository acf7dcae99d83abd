import type { Value } from '../dtype.ts';
import { kahanSum } from '../kahan.ts';
import type { Amount } from '../readings-plan.ts';
import { gauge } from './gauge/kind.ts';
import type { Kind } from './kind.ts';

/** The sum of what lies in an interval; null where nothing does, and where a part of it is unknown. */
const sumOf = (amounts: readonly Value[]): Value => {
  const known = amounts.filter((amount) => amount !== null);
  return known.length === 0 || known.length < amounts.length ? null : kahanSum(known);
};

/** How columns are made whose sums are spread over the time that they are of; other aggregates are of the readings. */
export const spreadSums = (
  amountOf: (source: string) => Omit<Amount, 'name'>,
): Pick<Kind, 'apply' | 'online' | 'isSpread'> => ({
  isSpread: true,
  apply: (columns, value) => ({
    ...gauge.apply(
      columns.filter(({ aggregation }) => aggregation !== 'sum'),
      value,
    ),
    amounts: columns
      .filter(({ aggregation }) => aggregation === 'sum')
      .map(({ name, source }) => ({ name, ...amountOf(source) })),
  }),
  online: (column, value) =>
    column.aggregation === 'sum'
      ? (readings) => sumOf(readings.amounts[amountOf(column.source).column] ?? [])
      : gauge.online(column, value),
});
