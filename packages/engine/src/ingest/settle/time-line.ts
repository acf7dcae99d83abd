import { type ReasonCode, reasons } from '@wattline/cells';
import pl, { type DataFrame, type LazyDataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../../columns.ts';
import { CODE, LINE, PASS, ZONE } from '../read/fields.ts';
import { instantOfPass, isSkipped, shiftedInstant, type Zoned } from '../times/local-time.ts';
import { type EndLabel, toIntervalStarts } from './interval-starts.ts';
import { withRepeatedHours } from './repeated-hours.ts';

/** What has to be done to timestamps once all rows of a series are there. */
export interface TimeLine {
  readonly zoned: Zoned;
  /** Whether rows have what the clock showed, and no instants yet. */
  readonly isWall: boolean;
  /** Whether local times became instants one by one: those that occur twice are then distinguished by their order. */
  readonly isLocal: boolean;
  /** Whether timestamps name the end of their interval: by which lengths. */
  readonly label: 'start' | EndLabel;
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
    .withColumn(instantOfPass(at, pl.col(PASS), zoned).alias(EVENT_TIMESTAMP))
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
  const sound = read.lazy().filter(open.not()).drop([wall]);
  const shifted = marked
    .filter(isShifted)
    .withColumn(shiftedInstant(pl.col(wall), zoned).alias(EVENT_TIMESTAMP));
  const key = [CODE, EVENT_TIMESTAMP];
  const owners = sound.select(...key);
  // A skipped time never takes the instant of another reading.
  const late = shifted.join(owners, { on: key, how: 'anti' }).drop([wall, FAULT]);
  const colliding = shifted.join(owners, { on: key, how: 'semi' });
  const bad = await pl.concat([marked.filter(isShifted.not()), colliding]).collect();
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
  return {
    rows: pl.concat([sound, late]).sort({ by: [LINE], maintainOrder: true }),
    refused: refused.height === 0 ? undefined : refused,
  };
};

/** Rows that share series and time with another. */
const conflictsIn = (rows: DataFrame): number =>
  rows.height - rows.select(CODE, EVENT_TIMESTAMP).unique().height;

interface OnClock {
  readonly frame: DataFrame;
  readonly refused: DataFrame | undefined;
}

/** Rows that collide, or are at times that the clock skips. */
const lossOf = ({ frame, refused }: OnClock): number => conflictsIn(frame) + (refused?.height ?? 0);

/** What the clock showed, as instants; the passes of an hour that occurs twice are distinguished. */
const onClock = async (rows: DataFrame, timeLine: TimeLine): Promise<OnClock> => {
  const placed = await toInstants(rows, timeLine);
  const frame = await withRepeatedHours(await placed.rows.collect(), timeLine.zoned);
  return { frame, refused: placed.refused };
};

/**
 * Ends of intervals on the wall clock: the clock goes back by their step, and then becomes an instant (03:00 twice is
 * the hour from 2 to 3 twice). Where that makes readings collide, or puts them where the clock skips, labels are what
 * the clock showed as the interval ended: instants first.
 */
const endsOnClock = async (rows: DataFrame, timeLine: TimeLine, label: EndLabel) => {
  const back = (frame: DataFrame, zone?: string): Promise<DataFrame> => toIntervalStarts(frame, label, zone);
  const wallFirst = await onClock(await back(rows), timeLine);
  const lost = lossOf(wallFirst);
  if (lost === 0) return wallFirst;
  const instantsFirst = await onClock(rows, timeLine);
  const frame = await back(instantsFirst.frame, timeLine.zoned.zone);
  const endsFirst = { frame, refused: instantsFirst.refused };
  return lossOf(endsFirst) < lost ? endsFirst : wallFirst;
};

/** Rows whose times are what the clock of one zone showed. */
const wallRows = (rows: DataFrame, timeLine: TimeLine): Promise<OnClock> =>
  timeLine.label === 'start' ? onClock(rows, timeLine) : endsOnClock(rows, timeLine, timeLine.label);

/** The same where rows have zones of their own. */
const wallRowsByZone = async (rows: DataFrame, timeLine: TimeLine): Promise<Placed> => {
  const parts = rows.columns.includes(ZONE) ? rows.partitionBy([ZONE], true) : [rows];
  const placed = await Promise.all(
    parts.map((part) => {
      const zone: unknown = part.columns.includes(ZONE) ? part.getColumn(ZONE).toArray()[0] : undefined;
      const zoned = typeof zone === 'string' ? { ...timeLine.zoned, zone } : timeLine.zoned;
      return wallRows(part, { ...timeLine, zoned });
    }),
  );
  const refused = placed.flatMap((part) => part.refused ?? []);
  return {
    rows: pl
      .concat(placed.map(({ frame }) => frame.lazy()))
      .drop([PASS, ...(rows.columns.includes(ZONE) ? [ZONE] : [])])
      .sort({ by: [LINE], maintainOrder: true }),
    refused: refused.length === 0 ? undefined : pl.concat(refused),
  };
};

/** Puts the rows of a bucket, in the order of the file, on the time line. */
export const placeOnTimeLine = async (rows: LazyDataFrame, timeLine: TimeLine): Promise<Placed> => {
  const { label, isWall, isLocal, zoned } = timeLine;
  if (label === 'start' && !isWall && !isLocal) {
    return { rows, refused: undefined };
  }
  const frame = await rows.collect();
  if (isWall) return wallRowsByZone(frame, timeLine);
  const starts = label === 'start' ? frame : await toIntervalStarts(frame, label, zoned.zone);
  return { rows: (isLocal ? await withRepeatedHours(starts, zoned) : starts).lazy(), refused: undefined };
};
