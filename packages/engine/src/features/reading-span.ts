import type { Span } from '@wattline/features';
import pl, { type LazyDataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../columns.ts';
import { epochMs } from './local-time.ts';

/** First and last reading; undefined where there is none. */
export const readingSpan = async (readings: LazyDataFrame): Promise<Span | undefined> => {
  const at = epochMs(pl.col(EVENT_TIMESTAMP)).cast(pl.Float64);
  const [from, to]: unknown[] = (
    await readings.select(at.min().alias('from'), at.max().alias('to')).collect()
  ).row(0);
  return typeof from === 'number' && typeof to === 'number' ? { from, to } : undefined;
};
