import { quoted, type Transformation } from '../../frame.ts';
import { stepsOf } from '../../going-back.ts';
import { shiftedSql } from '../../shift.ts';
import { countSql } from '../../windows/single-values.ts';
import type { Season } from './columns.ts';

/** SQL of one season's columns, in the steps in which they are made. */
const planOf = ({ of, every, backs, results }: Season) => {
  const own = (name: string): string => `season ${every} ${name} of ${backs.length} ${of.name}`;
  const lagged = backs.map((back, i) => {
    const shift = { column: of.name, steps: stepsOf(back) };
    return { name: own(String(i + 1)), shift, sql: `CAST(${shiftedSql(shift)} AS DOUBLE)` };
  });
  const values = lagged.map(({ name }) => quoted(name));
  const [count, least, mean] = [own('count'), own('least'), own('mean')];
  const sum = (term: (value: string) => string): string => values.map(term).join(' + ');
  const extreme = (sql: string): string => (of.dtype === 'Int64' ? `CAST(${sql} AS BIGINT)` : sql);
  const sqlOf = {
    mean: quoted(mean),
    min: extreme(quoted(least)),
    max: extreme(values.length === 1 ? quoted(least) : `GREATEST(${values.join(', ')})`),
    std: `CASE WHEN ${quoted(count)} > 1 THEN SQRT((${sum(
      (value) =>
        `CASE WHEN ${value} IS NULL THEN 0.0 ELSE (${value} - ${quoted(mean)}) * (${value} - ${quoted(mean)}) END`,
    )}) / (${quoted(count)} - 1)) END`,
  };
  return {
    lagged,
    least: [
      { name: count, sql: sum(countSql) },
      { name: least, sql: values.length === 1 ? (values[0] ?? 'NULL') : `LEAST(${values.join(', ')})` },
    ],
    // Of what lies above the least: the mean of equal values is that value, to the bit.
    mean: {
      name: mean,
      sql: `${quoted(least)} + (${sum((value) => `COALESCE(${value} - ${quoted(least)}, 0.0)`)}) / ${quoted(count)}`,
    },
    medians: results.flatMap(({ name, statistic }) =>
      statistic === 'median' ? [{ name, columns: lagged.map((one) => one.name), quantile: 0.5 }] : [],
    ),
    others: results.flatMap(({ name, statistic }) =>
      statistic === 'median' ? [] : [{ name, sql: sqlOf[statistic] }],
    ),
    spent: [...lagged.map(({ name }) => name), count, least, mean],
  };
};

export const applySeasonal =
  (seasons: readonly Season[]): Transformation =>
  (frame) => {
    const plans = seasons.map(planOf);
    const lagged = plans.flatMap((plan) => plan.lagged);
    return frame
      .with(
        lagged,
        lagged.map(({ shift }) => shift),
      )
      .with(plans.flatMap((plan) => plan.least))
      .with(plans.map((plan) => plan.mean))
      .with(plans.flatMap((plan) => plan.others))
      .withQuantilesAcross(plans.flatMap((plan) => plan.medians))
      .drop(plans.flatMap((plan) => plan.spent));
  };
