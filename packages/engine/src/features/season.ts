import pl, { type LazyDataFrame } from 'nodejs-polars';
import { integer } from './integer.ts';
import { INTERVAL_LOCAL } from './internal-columns.ts';

export const seasons = ['Winter', 'Spring', 'Summer', 'Autumn'] as const;

/** Adds 0/1 columns (Int64): meteorological seasons; in the north winter is December to February. */
export const season =
  (options: { readonly hemisphere: 'north' | 'south'; readonly name: (value: string) => string }) =>
  (frame: LazyDataFrame): LazyDataFrame => {
    const month = pl.col(INTERVAL_LOCAL).dt.month().cast(pl.Int64);
    const halfYear = options.hemisphere === 'south' ? 6 : 0;
    // December is month 0 of the northern winter.
    const quarter = month.add(integer(halfYear)).modulo(integer(12));
    return frame.withColumns(
      ...seasons.map((value, i) =>
        quarter
          .gtEq(integer(3 * i))
          .and(quarter.lt(integer(3 * (i + 1))))
          .cast(pl.Int64)
          .alias(options.name(value)),
      ),
    );
  };
