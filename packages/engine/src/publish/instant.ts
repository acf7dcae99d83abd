import pl, { type Expr } from 'nodejs-polars';

/** An instant as `event_timestamp` columns hold it. */
export const utc = (instant: string): Expr =>
  pl.lit(Date.parse(instant)).cast(pl.Int64).cast(pl.Datetime('ms')).dt.replaceTimeZone('UTC');
