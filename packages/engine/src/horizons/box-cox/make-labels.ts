import pl, { type Expr } from 'nodejs-polars';
import { query, quoted } from '../../polars/sql.ts';
import type { FeaturePartition } from '../../publish/partition.ts';
import type { Label } from '../labels.ts';
import { boxCoxSql } from './box-cox-sql.ts';
import { fitLambda } from './fit-lambda.ts';

/** Joined rows with labels that needed a fit. */
export interface MadeLabels {
  readonly partitions: readonly FeaturePartition[];
  /** With what was fitted. */
  readonly labels: Label[];
}

/** Rows that have all of these labels by powers too. */
export const havePowers = (labels: readonly Label[]): Expr =>
  labels
    .filter(({ as }) => as === 'box-cox')
    .map(({ name }) => pl.col(name).gt(0))
    .reduce((all, one) => all.and(one), pl.lit(true));

/**
 * Makes the labels of joined rows that are a power of their value, by what is fitted to the training rows alone.
 *
 * @param train which rows these are
 * @throws RejectedError where one of their values is not above 0
 */
export const makeLabels = async (
  labels: readonly Label[],
  partitions: readonly FeaturePartition[],
  train: Expr,
  entity: string | undefined,
): Promise<MadeLabels> => {
  const made: Label[] = [];
  const powers: string[] = [];
  for (const label of labels) {
    if (label.as !== 'box-cox') {
      made.push(label);
      continue;
    }
    const lambda = await fitLambda({ partitions, where: train }, label, entity);
    made.push({ ...label, lambda });
    powers.push(`${boxCoxSql(quoted(label.name), lambda)} AS ${quoted(label.name)}`);
  }
  if (powers.length === 0) return { partitions, labels: made };
  const sql = `SELECT * REPLACE (${powers.join(', ')}) FROM frame`;
  return {
    labels: made,
    partitions: partitions.map((partition) => ({ ...partition, view: (frame) => query(frame, sql) })),
  };
};
