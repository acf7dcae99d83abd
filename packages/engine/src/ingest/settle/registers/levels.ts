import pl, { type DataFrame, type Expr } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../../../columns.ts';
import { integer } from '../../../polars/integer.ts';
import { LINE } from '../../read/fields.ts';
import { epochMs } from '../../times/local-time.ts';
import { RANK } from '../deduplicate.ts';

/** The row's number among those of its bucket. */
export const ROW: string = '__row';
export const AT = '__at';
export const LEVEL = '__level';

/** The readings of a register that there are: row, entity, line, time (ms) and level, by entity and time. */
export const levelsOf = (rows: DataFrame, column: string): Promise<DataFrame> =>
  rows
    .lazy()
    .withColumn(pl.intRange(integer(0), pl.len()).cast(pl.Int64).alias(ROW))
    .filter(pl.col(column).isNotNull())
    .select(
      pl.col([ROW, RANK, LINE]),
      epochMs(pl.col(EVENT_TIMESTAMP)).cast(pl.Float64).alias(AT),
      pl.col(column).alias(LEVEL),
    )
    .collect();

/** The neighbour of the same entity: -1 is the reading after. */
export const neighbour = (column: string, by: 1 | -1): Expr =>
  pl
    .when(pl.col(RANK).eq(pl.col(RANK).shift(by)))
    .then(pl.col(column).shift(by))
    .otherwise(pl.lit(null).cast(pl.Float64));
