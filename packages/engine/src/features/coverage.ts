import pl, { type LazyDataFrame } from 'nodejs-polars';
import { READINGS } from './internal-columns.ts';

export const PRESENT = 'readings_present';
export const EXPECTED = 'readings_expected';
export const COVERAGE = 'coverage';

/** Adds `readings_present` (Int64) and `coverage` (Float64): the share of `readings_expected` that is there. */
export const coverage =
  () =>
  (frame: LazyDataFrame): LazyDataFrame =>
    frame.withColumns(
      pl.col(READINGS).alias(PRESENT),
      pl.col(READINGS).cast(pl.Float64).div(pl.col(EXPECTED).cast(pl.Float64)).alias(COVERAGE),
    );
