import { patternRegex } from '@wattline/cells';
import pl, { type DataFrame, type Expr } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../../columns.ts';
import { PASS } from '../read/field-names.ts';
import {
  epochMs,
  fromEpochMs,
  instantOfPass,
  isSkipped,
  shiftedInstant,
  toInstant,
  toWall,
  wholeMs,
  type Zoned,
} from './local-time.ts';
import type { SkippedHours } from './skipped-hours.ts';
import { readTextTimes, type TextForm } from './text-times.ts';

/** How timestamps are read. */
export interface TimeReading extends TextForm {
  readonly zoned: Zoned;
  /** `wall`: local times stay what the clock showed, to become instants when their order is known. */
  readonly clock: 'instant' | 'wall';
  /** How the times are written at which readings were issued, where there are some. */
  readonly issuedFormat?: string | undefined;
  /** Where instants behind skipped hours are gathered that the pieces of a file have. */
  readonly skippedHours?: SkippedHours | undefined;
}

const MS = pl.Datetime('ms');
const noTime = pl.lit(null).cast(MS);
const noNumber = pl.lit(null).cast(pl.Float64);
const raw = pl.col('raw');
const wall = pl.col('wall');
const instant = pl.col('instant');
const after = pl.col('after');
const pass = pl.col('pass');

const orElse = (first: Expr, second: Expr): Expr => pl.when(first.isNull()).then(second).otherwise(first);

/** Milliseconds of one unit of an epoch. */
const epochUnits: Readonly<Record<string, number>> = {
  'epoch-seconds': 1000,
  'epoch-milliseconds': 1,
  'epoch-microseconds': 1e-3,
  'epoch-nanoseconds': 1e-6,
};

/** The years 1 to 9999: beyond them a calendar has no words. */
const isDated = (ms: Expr): Expr => ms.gt(-62_135_596_800_000).and(ms.lt(253_402_300_800_000));

const DAY = 86_400_000;
/** 1970-01-01 as spreadsheets count days. */
const SPREADSHEET_EPOCH = 25_569;

const numberTimes = (number: Expr, format: string): { wall: Expr; instant: Expr } => {
  const unit = epochUnits[format];
  // Spreadsheets round days to some digits; their times are whole seconds.
  const ms =
    unit === undefined
      ? number
          .sub(SPREADSHEET_EPOCH)
          .mul(DAY / 1000)
          .round(0)
          .mul(1000)
      : number.mul(unit);
  const dated = pl.when(isDated(ms)).then(ms.round(0)).otherwise(noNumber);
  return unit === undefined
    ? { wall: fromEpochMs(dated), instant: noTime }
    : { wall: noTime, instant: fromEpochMs(dated) };
};

const isNumeric = (format: string): boolean => format in epochUnits || format === 'excel-days';

/** Patterns that Polars reads as they are meant: a date, or a date and a clock of 24 hours. */
const forPolars =
  /^(?:%Y([-/.])%m\1%d|%([dm])([-/.])%(?!\2)[dm]\3%Y|%Y%m%d)(?:[T ]?(?:%H:%M(?::%S(?:%\.f)?)?|%H%M(?:%S)?)Z?)?$/;

const isoPattern = (value: string): string => {
  const match = /^\d{4}-\d{2}-\d{2}(?:([T ])\d{2}:\d{2}(:\d{2})?(\.\d+)?(Z)?)?$/.exec(value);
  if (match === null) {
    return '';
  }
  const clock =
    match[1] === undefined ? '' : `${match[1]}%H:%M${match[2] ? ':%S' : ''}${match[3] ? '%.f' : ''}`;
  return `%Y-%m-%d${clock}${match[4] ?? ''}`;
};

/** Text in one exact pattern, all at once; null where it differs. */
const byPattern = (pattern: string): { wall: Expr; instant: Expr } => {
  const fits = raw.str.contains(patternRegex(pattern));
  // Polars looks for the pattern anywhere in the text: 31/02 would be found as 1/02.
  const parsed = pattern.startsWith('%Y')
    ? raw.str.strptime(MS, pattern)
    : pl.concatString([pl.lit('<'), raw, pl.lit('>')], '').str.strptime(MS, `<${pattern}>`);
  const time = pl.when(fits).then(parsed.cast(MS)).otherwise(noTime);
  return pattern.endsWith('Z') ? { wall: noTime, instant: time } : { wall: time, instant: noTime };
};

const unread = wall.isNull().and(instant.isNull());
const noDelay = wholeMs(0).alias('after');
const noPass = pl.lit(0).cast(pl.UInt8).alias('pass');

const readText = async (distinct: DataFrame, form: TextForm, zone: string): Promise<DataFrame> => {
  const { format } = form;
  if (isNumeric(format)) {
    const times = numberTimes(raw.str.strip().str.replace(',', '.').cast(pl.Float64, false), format);
    return distinct
      .lazy()
      .select(raw, times.wall.alias('wall'), times.instant.alias('instant'), noDelay, noPass)
      .collect();
  }
  const first: unknown = distinct.getColumn('raw').toArray()[0];
  const pattern = format === 'iso' ? isoPattern(typeof first === 'string' ? first : '') : format;
  const plain = form.periods.length === 0 && !form.hoursFromOne && forPolars.test(pattern);
  const usual = plain ? byPattern(pattern) : undefined;
  const read =
    usual &&
    (await distinct
      .lazy()
      .select(raw, usual.wall.alias('wall'), usual.instant.alias('instant'), noDelay, noPass)
      .collect());
  const rest = read === undefined ? distinct : await read.lazy().filter(unread).select('raw').collect();
  if (read !== undefined && rest.height === 0) {
    return read;
  }
  const oneByOne = readTextTimes(rest.getColumn('raw').toArray().map(String), form, zone);
  return read === undefined
    ? oneByOne
    : pl.concat([read.lazy().filter(unread.not()), oneByOne.lazy()]).collect();
};

const inMs = (at: Expr): Expr => at.dt.convertTimeZone('UTC').cast(pl.Datetime('ms', 'UTC')).cast(pl.Int64);

const readTyped = (distinct: DataFrame, format: string): Promise<DataFrame> => {
  const type = String(distinct.getColumn('raw').dtype);
  const zoned = /^DataType\(Datetime\(\w+,\s*\S+\)\)$/.test(type);
  const times = zoned
    ? { wall: noTime, instant: fromEpochMs(inMs(raw)) }
    : type.includes('Date')
      ? { wall: raw.cast(MS), instant: noTime }
      : numberTimes(raw.cast(pl.Float64, false), format);
  return distinct
    .lazy()
    .select(raw, times.wall.alias('wall'), times.instant.alias('instant'), noDelay, noPass)
    .collect();
};

/** Whole numbers whose digits are those of a pattern. */
const readDigits = async (distinct: DataFrame, reading: TimeReading): Promise<DataFrame> => {
  const { dtype } = distinct.getColumn('raw');
  const texts = await distinct.lazy().select(raw.cast(pl.String)).collect();
  const read = await readText(texts, reading, reading.zoned.zone);
  return read.lazy().withColumn(raw.cast(dtype)).collect();
};

const noFault = pl.lit(null).cast(pl.String);
const delayed = (at: Expr): Expr => fromEpochMs(epochMs(at).add(after));

/** Of the two passes of an hour that occurs twice, the one in which an instant lies. */
const passOf = (at: Expr, clock: Expr, zoned: Zoned): Expr =>
  pl
    .when(toInstant(clock, { ...zoned, ambiguous: 'earliest' }).eq(at))
    .then(pl.lit(1))
    .otherwise(pl.lit(2))
    .cast(pl.UInt8);

/** What the clock showed, with the pass of its hour where that is known. */
const asWall = async (read: DataFrame, zoned: Zoned): Promise<DataFrame> => {
  const known = await read
    .lazy()
    .withColumn(
      pl
        .when(instant.isNull().and(after.neq(wholeMs(0))))
        .then(delayed(toInstant(wall, zoned)))
        .otherwise(delayed(instant))
        .alias('instant'),
    )
    .withColumn(
      pl.when(instant.isNull()).then(wall).otherwise(toWall(instant, zoned.zone)).alias(EVENT_TIMESTAMP),
    )
    .collect();
  return known
    .lazy()
    .select(
      raw,
      pl.col(EVENT_TIMESTAMP),
      pl.when(unread).then(pl.lit('TIME_UNREADABLE')).otherwise(noFault).alias('fault'),
      pl
        .when(instant.isNull())
        .then(pass)
        .otherwise(passOf(instant, pl.col(EVENT_TIMESTAMP), zoned))
        .alias(PASS),
    )
    .collect();
};

/** Local times as instants, with the spec's policies for those that are no or two instants. */
const asInstants = async (
  read: DataFrame,
  zoned: Zoned,
  skippedHours: SkippedHours | undefined,
): Promise<DataFrame> => {
  const hasPasses = Number(read.getColumn('pass').max()) > 0;
  const told = hasPasses ? instantOfPass(wall, pass, zoned) : toInstant(wall, zoned);
  const at = delayed(orElse(instant, told));
  const settled = await read.lazy().select(raw, wall, after, at.alias(EVENT_TIMESTAMP)).collect();
  const open = pl.col(EVENT_TIMESTAMP).isNull();
  const odd = await settled.lazy().filter(open).collect();
  const done = await settled
    .lazy()
    .filter(open.not())
    .select(raw, pl.col(EVENT_TIMESTAMP), noFault.alias('fault'))
    .collect();
  const shift = zoned.nonexistent === 'shift';
  const elsewhere = shift ? await skippedHours?.take(done) : undefined;
  if (odd.height === 0) {
    return done;
  }
  if (odd.getColumn('wall').nullCount() === odd.height) {
    return pl
      .concat([
        done.lazy(),
        odd.lazy().select(raw, pl.col(EVENT_TIMESTAMP), pl.lit('TIME_UNREADABLE').alias('fault')),
      ])
      .collect();
  }
  const skipped = isSkipped(wall, zoned.zone);
  const shifted = pl
    .when(skipped)
    .then(delayed(shiftedInstant(wall, zoned)))
    .otherwise(noTime);
  const owned = done.getColumn(EVENT_TIMESTAMP);
  const taken = [...(elsewhere ?? [])];
  const isTaken = pl
    .col(EVENT_TIMESTAMP)
    .isIn(owned)
    .or(
      epochMs(pl.col(EVENT_TIMESTAMP))
        .cast(pl.Float64)
        .isIn(taken.length === 0 ? [-1.5] : taken),
    );
  const late = await odd
    .lazy()
    .select(raw, wall, (shift ? shifted : noTime).alias(EVENT_TIMESTAMP))
    // A skipped time never takes the instant of another reading.
    .withColumn(pl.when(isTaken).then(noTime).otherwise(pl.col(EVENT_TIMESTAMP)).alias(EVENT_TIMESTAMP))
    .select(
      raw,
      pl.col(EVENT_TIMESTAMP),
      pl
        .when(pl.col(EVENT_TIMESTAMP).isNotNull())
        .then(noFault)
        .when(wall.isNull())
        .then(pl.lit('TIME_UNREADABLE'))
        .when(skipped)
        .then(pl.lit('TIME_SKIPPED'))
        .otherwise(pl.lit('TIME_AMBIGUOUS'))
        .alias('fault'),
    )
    .collect();
  const went = late.getColumn(EVENT_TIMESTAMP).dropNulls().cast(pl.Int64).toArray().map(Number);
  skippedHours?.shift(went);
  return pl.concat([done, late]);
};

/**
 * Distinct timestamps. Takes a column `raw` without nulls: text, or Parquet's own times; gives `raw`,
 * `event_timestamp` (Datetime ms: UTC, or what the clock showed with the pass of its hour as `__pass`) and `fault` (a
 * code where that is null).
 */
export const parseTimes = async (distinct: DataFrame, reading: TimeReading): Promise<DataFrame> => {
  const { dtype } = distinct.getColumn('raw');
  const isText = dtype.equals(pl.String);
  // Whole numbers may be dates in digits: 20240120.
  const isDigits = !isText && reading.format.startsWith('%') && /Int/.test(String(dtype));
  const read = await (isText
    ? readText(distinct, reading, reading.zoned.zone)
    : isDigits
      ? readDigits(distinct, reading)
      : readTyped(distinct, reading.format));
  return reading.clock === 'wall'
    ? asWall(read, reading.zoned)
    : asInstants(read, reading.zoned, reading.skippedHours);
};
