import pl, { type LazyDataFrame } from 'nodejs-polars';
import { DEFAULT_ENTITY, EVENT_TIMESTAMP } from '../../columns.ts';
import { scanFile } from '../../features/scan-file.ts';
import { field, LINE } from '../read/fields.ts';
import { ENTITY_NAME } from '../settle/deduplicate.ts';
import type { ReadingColumns } from '../settle/finish-buckets.ts';

/**
 * Kept readings (`event_timestamp`, the entity, values and categories by their names) as settled rows with the fields of
 * `columns`; those that the upload lacks are null. They have no lines, and those of several files no order.
 *
 * @param paths at least one
 * @param lacks fields, by their names in settled rows
 * @param entity its column; undefined where all readings are of one series
 */
export const readKeptReadings = (
  paths: readonly string[],
  lacks: ReadonlySet<string>,
  { values, categories }: ReadingColumns,
  entity: string | undefined,
): LazyDataFrame =>
  pl
    .concat(paths.map(scanFile))
    .select(
      pl.col(entity ?? DEFAULT_ENTITY).alias(ENTITY_NAME),
      pl.col(EVENT_TIMESTAMP),
      pl.lit(0).cast(pl.Int64).alias(LINE),
      ...values.map(({ name, index }) =>
        (lacks.has(field(index)) ? pl.lit(null).cast(pl.Float64) : pl.col(name)).alias(field(index)),
      ),
      ...categories.map(({ name, index }) =>
        (lacks.has(field(index)) ? pl.lit(null).cast(pl.String) : pl.col(name)).alias(field(index)),
      ),
    );
