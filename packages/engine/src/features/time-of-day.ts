import pl, { type LazyDataFrame } from 'nodejs-polars';
import { integer } from './integer.ts';
import { INTERVAL_LOCAL } from './internal-columns.ts';

/** Six hours each, from midnight on. */
export const timesOfDay = ['Night', 'Morning', 'Afternoon', 'Evening'] as const;

/** Adds 0/1 columns (Int64): Night 0–5, Morning 6–11, Afternoon 12–17, Evening 18–23, by the local hour. */
export const timeOfDay =
  ({ name }: { readonly name: (value: string) => string }) =>
  (frame: LazyDataFrame): LazyDataFrame => {
    const hour = pl.col(INTERVAL_LOCAL).dt.hour().cast(pl.Int64);
    return frame.withColumns(
      ...timesOfDay.map((value, i) =>
        hour
          .gtEq(integer(6 * i))
          .and(hour.lt(integer(6 * (i + 1))))
          .cast(pl.Int64)
          .alias(name(value)),
      ),
    );
  };
