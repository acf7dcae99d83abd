import type { Spec } from '@wattline/spec';
import pl, { type DataFrame, type LazyDataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../columns.ts';
import { integer } from '../polars/integer.ts';
import { entityColumn } from './entity-column.ts';
import { epochMs } from './local-time.ts';
import { scanFile } from './scan-file.ts';
import type { Stretch } from './stretch.ts';

const FIRST = 'first reading, ms';
const LAST = 'last reading, ms';

/** First and last reading of an entity, ms since 1970. */
export interface EntitySpan {
  readonly entity: string;
  readonly first: number;
  readonly last: number;
}

export const BEGINS_BEFORE = 'begins before the stretch';
export const ENDS_AFTER = 'ends after the stretch';

/** When each entity of a bucket has its first and its last reading, ms: sorted by entity, which is the first column. */
export const entitySpans = (readings: LazyDataFrame, entity: string): LazyDataFrame => {
  const at = epochMs(pl.col(EVENT_TIMESTAMP));
  return readings.groupBy([entity], true).agg(at.min().alias(FIRST), at.max().alias(LAST)).sort(entity);
};

/** As `entitySpans` has them. */
export const spansFrame = (spans: readonly EntitySpan[], entity: string): LazyDataFrame =>
  pl
    .DataFrame(
      {
        [entity]: spans.map((span) => span.entity),
        [FIRST]: spans.map(({ first }) => first),
        [LAST]: spans.map(({ last }) => last),
      },
      { schema: { [entity]: pl.String, [FIRST]: pl.Float64, [LAST]: pl.Float64 } },
    )
    .lazy()
    .withColumn(pl.col([FIRST, LAST]).cast(pl.Int64));

/** Reads what `entitySpans` made. */
export const spansIn = (spans: DataFrame): EntitySpan[] => {
  const [entity = ''] = spans.columns;
  const names = spans.getColumn(entity).toArray().map(String);
  const [firsts, lasts] = [FIRST, LAST].map((name) => spans.getColumn(name).toArray().map(Number));
  return names.map((name, i) => ({ entity: name, first: firsts?.[i] ?? 0, last: lasts?.[i] ?? 0 }));
};

/** The entities that have readings before a stretch, or after it. */
export const entitiesBeyond = (
  spec: Spec,
  path: string,
  { from, until }: Pick<Stretch, 'from' | 'until'>,
): LazyDataFrame =>
  scanFile(path)
    .select(
      pl.col(entityColumn(spec)),
      pl.col(FIRST).lt(integer(from)).alias(BEGINS_BEFORE),
      pl.col(LAST).gtEq(integer(until)).alias(ENDS_AFTER),
    )
    .filter(pl.col(BEGINS_BEFORE).or(pl.col(ENDS_AFTER)));
