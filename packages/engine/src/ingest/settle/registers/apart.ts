import type { ReasonCode } from '@wattline/cells';
import pl, { type DataFrame, type Expr } from 'nodejs-polars';
import { RANK } from '../deduplicate.ts';
import { AT, LEVEL, neighbour } from './levels.ts';
import { isJump, withUsual } from './usual.ts';

const level = pl.col(LEVEL);
const FAULT = '__fault';

/** Levels without those that are no readings, and these. */
interface Parted {
  readonly levels: DataFrame;
  readonly apart: readonly { readonly code: ReasonCode; readonly rows: DataFrame }[];
}

const part = async (levels: DataFrame, fault: Expr, code: ReasonCode): Promise<Parted> => {
  const marked = await levels
    .lazy()
    .withColumn(fault.fillNull(pl.lit(false)).alias(FAULT))
    .collect();
  const rows = marked.filter(pl.col(FAULT)).drop([FAULT]);
  if (rows.height === 0) return { levels, apart: [] };
  return { levels: marked.filter(pl.col(FAULT).not()).drop([FAULT]), apart: [{ code, rows }] };
};

/** Zeros between two like readings: no register falls to 0 and returns to where it was. */
const isZeroBetween = (): Expr => {
  const counted = pl.when(level.neq(0)).then(level).otherwise(pl.lit(null).cast(pl.Float64));
  const before = counted.forwardFill().over(RANK);
  const after = counted.backwardFill().over(RANK);
  return level.eq(0).and(before.gt(0)).and(after.gtEq(before));
};

/** A reading below the one before, which the next is not. */
const isDip = (): Expr => {
  const [before, after] = [neighbour(LEVEL, 1), neighbour(LEVEL, -1)];
  return level.lt(before).and(after.gtEq(before));
};

/** A reading far above the one before, to which the next is near. */
const isSpike = (mostPerHour: number | undefined): Expr => {
  const [before, after] = [neighbour(LEVEL, 1), neighbour(LEVEL, -1)];
  const [since, whole] = [pl.col(AT).sub(neighbour(AT, 1)), neighbour(AT, -1).sub(neighbour(AT, 1))];
  return level
    .gt(after)
    .and(after.gtEq(before))
    .and(isJump(level.sub(before), since, mostPerHour))
    .and(isJump(after.sub(before), whole, mostPerHour).not());
};

/** Takes out single readings that lie apart from those before and after them; what is usual is close to the others. */
export const withoutApart = async (levels: DataFrame, mostPerHour: number | undefined): Promise<Parted> => {
  const zeros = await part(levels, isZeroBetween(), 'REGISTER_ZERO');
  const dips = await part(zeros.levels, isDip(), 'REGISTER_APART');
  const usual = await withUsual(dips.levels);
  const spikes = await part(usual, isSpike(mostPerHour), 'REGISTER_APART');
  return { levels: spikes.levels, apart: [...zeros.apart, ...dips.apart, ...spikes.apart] };
};
