import type { Spec } from '@wattline/spec';
import pl, { type DataFrame, type Expr } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../../columns.ts';
import { LINE } from '../read/fields.ts';
import { ENTITY_NAME, RANK } from '../settle/deduplicate.ts';
import { type Layer, type UploadRows, withoutDeleted } from './layers.ts';

export interface JoinedRows {
  /** Sorted by (entity, time), each pair once. */
  readonly rows: DataFrame;
  /** Pairs of (entity, time) that the upload that joins has together with others, and those with another reading there. */
  readonly together: number;
  readonly differing: number;
}

/** Of the uploads that are joined: greater is later. */
const UPLOAD = '__upload';
const key = [RANK, EVENT_TIMESTAMP];

const ranks = (rows: DataFrame): DataFrame => {
  const names = rows.getColumn(ENTITY_NAME).unique().toArray().map(String);
  names.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return pl.DataFrame(
    { [ENTITY_NAME]: names, [RANK]: names.map((_, rank) => rank) },
    { schema: { [ENTITY_NAME]: pl.String, [RANK]: pl.UInt32 } },
  );
};

const isAgain = (neighbour: 1 | -1): Expr =>
  key
    .map((column) => pl.col(column).eq(pl.col(column).shift(neighbour)))
    .reduce((a, b) => a.and(b))
    .fillNull(pl.lit(false));

/** How many keys two groups of uploads have together, and in how many of them a cell of both differs. */
const compared = async (
  several: DataFrame,
  columns: readonly string[],
  own: readonly number[],
  others: readonly number[],
): Promise<Pick<JoinedRows, 'together' | 'differing'>> => {
  const cells = columns.filter((column) => ![...key, ENTITY_NAME, LINE].includes(column));
  const lastOf = (column: string, uploads: readonly number[]): Expr =>
    pl
      .col(column)
      .filter(pl.col(UPLOAD).isIn([...uploads]))
      .dropNulls()
      .last();
  const has = (uploads: readonly number[]): Expr =>
    pl
      .col(UPLOAD)
      .isIn([...uploads])
      .any();
  const grouped = await several
    .lazy()
    .groupBy(key)
    .agg(
      has(own).alias('own'),
      has(others).alias('others'),
      ...cells.flatMap((column, index) => [
        lastOf(column, own).alias(`own ${index}`),
        lastOf(column, others).alias(`others ${index}`),
      ]),
    )
    .collect();
  const both = pl.col('own').and(pl.col('others'));
  const differs = cells
    .map((_, index) =>
      pl
        .col(`own ${index}`)
        .neq(pl.col(`others ${index}`))
        .fillNull(pl.lit(false)),
    )
    .reduce((a, b) => a.or(b), pl.lit(false));
  const [together, differing] = (
    await grouped
      .lazy()
      .select(
        both.cast(pl.Float64).sum().alias('together'),
        both.and(differs).cast(pl.Float64).sum().alias('differing'),
      )
      .collect()
  ).row(0);
  return { together: Number(together ?? 0), differing: Number(differing ?? 0) };
};

/**
 * The rows of one bucket in several uploads as one. For each column the latest upload counts that has it: with a reading, or where empty cells erase, with any cell.
 *
 * @param layers in the order in which they count, each pair of (entity, time) of an upload once
 */
export const joinBucket = async (
  layers: readonly Layer[],
  emptyCells: Spec['emptyCells'] = 'keep',
): Promise<JoinedRows> => {
  const uploads = withoutDeleted<UploadRows>(layers);
  const all = await pl
    .concat(uploads.map(({ rows }, index) => rows.withColumn(pl.lit(index).cast(pl.Int32).alias(UPLOAD))))
    .collect();
  const sorted = await all
    .lazy()
    .join(ranks(all).lazy(), { on: ENTITY_NAME, how: 'left', maintainOrder: 'left' })
    .sort({ by: [...key, UPLOAD], maintainOrder: true })
    .withColumn(isAgain(1).or(isAgain(-1)).alias('__again'))
    .collect();
  const columns = sorted.columns.filter((column) => column !== UPLOAD && column !== '__again');
  const again = pl.col('__again');
  const once = sorted
    .lazy()
    .filter(again.not())
    .select(...columns);
  const several = sorted.filter(again);
  if (several.height === 0) return { rows: await once.collect(), together: 0, differing: 0 };
  const having = (column: string): number[] =>
    [...uploads.keys()].filter((index) => uploads[index]?.lacks.has(column) !== true);
  const counting = (column: string): Expr =>
    emptyCells === 'keep'
      ? pl.col(column).dropNulls()
      : pl.col(column).filter(pl.col(UPLOAD).isIn(having(column)));
  const merged = several
    .lazy()
    .groupBy(key, true)
    .agg(...columns.filter((column) => !key.includes(column)).map((column) => counting(column).last()))
    .select(...columns);
  const rows = await pl.concat([once, merged]).sort({ by: key, maintainOrder: true }).collect();
  const which = (is: UploadRows['is']): number[] =>
    [...uploads.keys()].filter((index) => uploads[index]?.is === is);
  return { rows, ...(await compared(several, columns, which('own'), which('other'))) };
};
