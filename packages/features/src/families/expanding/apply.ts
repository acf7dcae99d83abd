import { quoted, type Running, type Shift, type SqlColumn, type Transformation } from '../../frame.ts';
import { shiftedSql } from '../../shift.ts';
import { countSql } from '../../windows/single-values.ts';
import type { ExpandingColumn, ExpandingStatistic } from './columns.ts';

interface Plan {
  readonly value: SqlColumn;
  readonly ofValues: readonly Running[];
  /** Whether a row has a value, and how far that lies above the first. */
  readonly terms: readonly SqlColumn[];
  readonly sums: readonly Running[];
  /** What a value adds to the sum of squared deviations (Youngs and Cramer): nothing cancels. */
  readonly square: SqlColumn & { readonly shift: Shift };
  readonly squares: Running;
  readonly results: readonly SqlColumn[];
  readonly shifts: readonly Shift[];
}

const planOf = ({ of, results }: ExpandingColumn): Plan => {
  const own = (name: string): string => `expanding ${name} of ${of.name}`;
  const [value, there, above, square] = [own('value'), own('there'), own('above'), own('square')];
  const running = (name: string, column: string, how: Running['of']): Running => ({
    name: own(name),
    column,
    of: how,
  });
  const before = (name: string): Shift => ({ column: own(name), steps: 1 });
  const sqlBefore = (name: string): string => shiftedSql(before(name));
  const count = quoted(own('count'));
  const delta = `(${quoted(above)} - ${sqlBefore('sum')} / (${count} - 1))`;
  const extreme = (name: string): string =>
    of.dtype === 'Int64' ? `CAST(${sqlBefore(name)} AS BIGINT)` : sqlBefore(name);
  const sqlOf: Readonly<Record<ExpandingStatistic, string>> = {
    // Equal values lie nothing above the first: their mean is they, to the bit.
    mean: `CASE WHEN ${sqlBefore('count')} > 0 THEN ${quoted(own('first'))} + ${sqlBefore('sum')} / ${sqlBefore('count')} END`,
    min: extreme('least'),
    max: extreme('greatest'),
    std: `CASE WHEN ${sqlBefore('count')} > 1 THEN SQRT(${sqlBefore('squares')} / (${sqlBefore('count')} - 1)) END`,
    count: `COALESCE(CAST(${sqlBefore('count')} AS BIGINT), 0)`,
  };
  return {
    value: { name: value, sql: `CAST(${quoted(of.name)} AS DOUBLE)` },
    ofValues: [
      running('first', value, 'first'),
      running('least', value, 'least'),
      running('greatest', value, 'greatest'),
    ],
    terms: [
      { name: there, sql: countSql(quoted(value)) },
      { name: above, sql: `COALESCE(${quoted(value)} - ${quoted(own('first'))}, 0.0)` },
    ],
    sums: [running('count', there, 'sum'), running('sum', above, 'sum')],
    square: {
      name: square,
      shift: before('sum'),
      sql: `CASE WHEN ${quoted(there)} > 0 AND ${count} > 1 THEN ${delta} * ${delta} * (${count} - 1) / ${count} ELSE 0.0 END`,
    },
    squares: running('squares', square, 'sum'),
    results: results.map(({ name, statistic }) => ({ name, sql: sqlOf[statistic] })),
    shifts: ['count', 'sum', 'squares', 'least', 'greatest'].map(before),
  };
};

export const applyExpanding =
  (columns: readonly ExpandingColumn[]): Transformation =>
  (frame) => {
    const plans = columns.map(planOf);
    const values = plans.map(({ value }) => value);
    const terms = plans.flatMap((plan) => plan.terms);
    const squares = plans.map(({ square }) => square);
    const running = plans.flatMap((plan) => [...plan.ofValues, ...plan.sums, plan.squares]);
    return frame
      .with(values)
      .withRunning(plans.flatMap((plan) => plan.ofValues))
      .with(terms)
      .withRunning(plans.flatMap((plan) => plan.sums))
      .with(
        squares,
        squares.map(({ shift }) => shift),
      )
      .withRunning(plans.map((plan) => plan.squares))
      .with(
        plans.flatMap((plan) => plan.results),
        plans.flatMap((plan) => plan.shifts),
      )
      .drop([...values, ...terms, ...squares, ...running].map(({ name }) => name));
  };
