import { fixedOffsetMs } from '@wattline/time-zones';
import pl, { type Expr } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../../columns.ts';
import { clockOffsets } from '../../features/clock-changes.ts';
import { wholeMs } from '../times/local-time.ts';

/** Clocks went back at `change`: what they showed in the `length` ms before it they showed again after it. */
export interface RepeatedHour {
  readonly change: number;
  readonly length: number;
}

const DAY = 86_400_000;

/** The hours that a zone's clocks show twice, in a span of instants (ms). */
export const repeatedHours = (zone: string, from: number, to: number): RepeatedHour[] => {
  if (fixedOffsetMs(zone) !== undefined) {
    return [];
  }
  const offsets = clockOffsets(zone, from - DAY, to + DAY);
  return offsets.flatMap(({ from: change, offset }, index) => {
    const before = offsets[index - 1];
    return before !== undefined && before.offset > offset ? [{ change, length: before.offset - offset }] : [];
  });
};

/** Rows whose times lie in an hour, as a policy puts them: before the change of the clocks, or after it. */
export const within = ({ change, length }: RepeatedHour, doubtful: 'before' | 'after'): Expr => {
  const at = pl.col(EVENT_TIMESTAMP).cast(pl.Int64);
  const from = doubtful === 'before' ? change - length : change;
  return at.gtEq(wholeMs(from)).and(at.lt(wholeMs(from + length)));
};

export const hourOf = (
  hours: readonly RepeatedHour[],
  ms: number,
  doubtful: 'before' | 'after',
): RepeatedHour | undefined =>
  hours.find(({ change, length }) => {
    const from = doubtful === 'before' ? change - length : change;
    return ms >= from && ms < from + length;
  });
