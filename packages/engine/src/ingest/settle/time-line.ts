import pl, { type DataFrame, type LazyDataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../../columns.ts';
import { LINE } from '../read/fields.ts';
import { type ReasonCode, reasons } from '../read/reasons.ts';
import { isSkipped, shiftedInstant, toInstant, type Zoned } from '../times/local-time.ts';
import { toIntervalStarts } from './interval-starts.ts';
import { withRepeatedHours } from './repeated-hours.ts';

/** What has to be done to timestamps once all rows of a series are there. */
export interface TimeLine {
  readonly zoned: Zoned;
  /** Whether rows have what the clock showed, and no instants yet. */
  readonly isWall: boolean;
  /** Whether local times became instants one by one: those that occur twice are then told apart by their order. */
  readonly isLocal: boolean;
  /** Whether timestamps name the end of their interval: its lengths in ms, the commonest first. */
  readonly label: 'start' | { readonly steps: readonly number[]; readonly usual: number };
  readonly timeName: string;
}

/** Rows in the order of the file, their times being the instants at which their intervals start. */
export interface Placed {
  readonly rows: LazyDataFrame;
  readonly refused: DataFrame | undefined;
}

const at = pl.col(EVENT_TIMESTAMP);
const FAULT = '__fault';

const toInstants = async (rows: DataFrame, { zoned, timeName }: TimeLine): Promise<Placed> => {
  const wall = '__wall';
  const read = await rows
    .lazy()
    .withColumn(at.alias(wall))
    .withColumn(toInstant(at, zoned).alias(EVENT_TIMESTAMP))
    .collect();
  const open = at.isNull();
  const odd = await read.lazy().filter(open).collect();
  if (odd.height === 0) {
    return { rows: read.drop([wall]).lazy(), refused: undefined };
  }
  const skipped = isSkipped(pl.col(wall), zoned.zone);
  const shifts = zoned.nonexistent === 'shift';
  const code = (fault: ReasonCode) => pl.lit(fault);
  const marked = odd
    .lazy()
    .withColumn(pl.when(skipped).then(code('TIME_SKIPPED')).otherwise(code('TIME_AMBIGUOUS')).alias(FAULT));
  const isShifted = pl.col(FAULT).eq(code('TIME_SKIPPED')).and(pl.lit(shifts));
  const late = marked
    .filter(isShifted)
    .withColumn(shiftedInstant(pl.col(wall), zoned).alias(EVENT_TIMESTAMP))
    .drop([wall, FAULT]);
  const bad = await marked.filter(isShifted.not()).collect();
  const reason = (fault: ReasonCode) => pl.col(FAULT).eq(pl.lit(fault));
  const refused = await bad
    .lazy()
    .select(
      pl.col(LINE).cast(pl.Int64).alias('line'),
      pl.lit(timeName).alias('column'),
      pl.col(wall).dt.strftime('%Y-%m-%dT%H:%M:%S').alias('value'),
      pl.col(FAULT).alias('code'),
      pl
        .when(reason('TIME_SKIPPED'))
        .then(pl.lit(reasons.TIME_SKIPPED))
        .otherwise(pl.lit(reasons.TIME_AMBIGUOUS))
        .alias('reason'),
    )
    .collect();
  const sound = read.lazy().filter(open.not()).drop([wall]);
  return {
    rows: pl.concat([sound, late]).sort({ by: [LINE], maintainOrder: true }),
    refused: refused.height === 0 ? undefined : refused,
  };
};

/** Puts the rows of a bucket, in the order of the file, on the time line. */
export const placeOnTimeLine = async (rows: LazyDataFrame, timeLine: TimeLine): Promise<Placed> => {
  const { label, isWall, isLocal, zoned } = timeLine;
  if (label === 'start' && !isWall && !isLocal) {
    return { rows, refused: undefined };
  }
  let frame = await rows.collect();
  let refused: DataFrame | undefined;
  if (label !== 'start') {
    frame = await toIntervalStarts(frame, label.steps, label.usual);
  }
  if (isWall) {
    const placed = await toInstants(frame, timeLine);
    frame = await placed.rows.collect();
    refused = placed.refused;
  }
  if (isWall || isLocal) {
    frame = await withRepeatedHours(frame, zoned);
  }
  return { rows: frame.lazy(), refused };
};
