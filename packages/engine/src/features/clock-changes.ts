import { fixedOffsetMs } from '@wattline/time-zones';
import pl, { type Expr } from 'nodejs-polars';
import { localMs } from './local-time.ts';

const minute = 60_000;
const day = 86_400_000;

/** From an instant on, local clocks are `offset` ms ahead of UTC. */
export interface ClockOffset {
  readonly from: number;
  readonly offset: number;
}

const instants = (from: number, to: number, step: number) =>
  pl.DataFrame({
    at: pl.intRange({ start: from, end: to + step, step, dtype: pl.Int64, eager: true }),
  });

/** Where the offset differs from the step before; the first instant always. */
const changes = (zone: string, from: number, to: number, step: number): ClockOffset[] => {
  const at: Expr = pl.col('at');
  const found = instants(from, to, step)
    .lazy()
    .withColumn(localMs(zone)(at).sub(at).alias('offset'))
    .filter(pl.col('offset').neq(pl.col('offset').shift(1)).fillNull(pl.lit(true)))
    .select(at.cast(pl.Float64), pl.col('offset').cast(pl.Float64))
    .collectSync();
  return found.rows().map(([when, offset]) => ({ from: Number(when), offset: Number(offset) }));
};

/**
 * The zone's offsets in a span of instants (ms since 1970), in order, exact to the minute.
 *
 * The first entry holds from the span's start on. Two changes within one day count as one.
 */
export const clockOffsets = (zone: string, from: number, to: number): ClockOffset[] => {
  const fixed = fixedOffsetMs(zone);
  if (fixed !== undefined) return [{ from, offset: fixed }];
  const first = Math.floor(from / day) * day;
  const [start, ...days] = changes(zone, first, to, day);
  if (start === undefined) return [];
  const exact = days.flatMap((change) => changes(zone, change.from - day, change.from, minute).slice(1));
  return [start, ...exact].filter(({ from: at }) => at <= to);
};
