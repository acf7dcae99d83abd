import { reasons } from '@wattline/cells';
import type { Spec } from '@wattline/spec';
import { instantMs } from '@wattline/spec';
import pl, { type DataFrame, type LazyDataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../../columns.ts';
import { LINE } from '../read/fields.ts';
import { epochMs, wholeMs } from '../times/local-time.ts';

/** Times of readings, ms: the first that is one, and the last. */
export interface TimeBounds {
  readonly earliest: number;
  readonly latest: number;
}

/** Outside of these there are no real readings, only placeholders such as 9999-12-31. */
export const defaultTimes = { earliest: '1900-01-01', latest: '2100-01-01' } as const;

export const timeBounds = ({ time }: Pick<Spec, 'time'>): TimeBounds => ({
  earliest: instantMs(time.earliest ?? defaultTimes.earliest),
  latest: instantMs(time.latest ?? defaultTimes.latest),
});

/** Rows whose time lies within the bounds, and the others as refusals. */
export const refuseImplausible = async (
  rows: LazyDataFrame,
  { earliest, latest }: TimeBounds,
  timeName: string,
): Promise<{ readonly rows: LazyDataFrame; readonly refused: DataFrame | undefined }> => {
  const at = epochMs(pl.col(EVENT_TIMESTAMP));
  const edges = await rows
    .select(at.min().cast(pl.Float64).alias('from'), at.max().cast(pl.Float64).alias('to'))
    .collect();
  const edge = (name: string, absent: number): number => Number(edges.getColumn(name).toArray()[0] ?? absent);
  if (edge('from', earliest) >= earliest && edge('to', latest) <= latest) return { rows, refused: undefined };
  const within = at.gtEq(wholeMs(earliest)).and(at.ltEq(wholeMs(latest)));
  const refused = await rows
    .filter(within.not())
    .select(
      pl.col(LINE).cast(pl.Int64).alias('line'),
      pl.lit(timeName).alias('column'),
      pl.col(EVENT_TIMESTAMP).dt.strftime('%Y-%m-%dT%H:%M:%SZ').alias('value'),
      pl.lit('TIME_IMPLAUSIBLE').alias('code'),
      pl.lit(reasons.TIME_IMPLAUSIBLE).alias('reason'),
    )
    .collect();
  return { rows: rows.filter(within), refused };
};
