import pl, { type DataFrame, type Expr } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../../columns.ts';
import {
  epochMs,
  fromEpochMs,
  isSkipped,
  shiftedInstant,
  toInstant,
  wholeMs,
  type Zoned,
} from './local-time.ts';
import { hasOffset, patternRegex, shorterPatterns } from './strftime.ts';

const MS = pl.Datetime('ms');
const noTime = pl.lit(null).cast(MS);
const raw = pl.col('raw');
const wall = pl.col('wall');

const orElse = (first: Expr, second: Expr): Expr => pl.when(first.isNull()).then(second).otherwise(first);

/** `wall` (local) and `at` (instant) of text in one exact pattern; null where the text differs. */
const byPattern = (text: Expr, pattern: string): { wall: Expr; at: Expr } => {
  // A lone hour cannot be parsed without its minutes.
  const lone = /%[HI]/.test(pattern) && !/%M|%T|%R/.test(pattern) && !/%p/i.test(pattern);
  const whole = lone ? pattern.replace(/%([HI])/, '%$1:%M') : pattern;
  const given = lone ? text.str.replace('([ T:])(\\d{1,2})$', '$1$2:00') : text;
  const fits = text.str.contains(patternRegex(pattern));
  // polars looks for the pattern anywhere in the text: 31/02 would be found as 1/02.
  const parsed = whole.startsWith('%Y')
    ? given.str.strptime(MS, whole)
    : pl.concatString([pl.lit('<'), given, pl.lit('>')], '').str.strptime(MS, `<${whole}>`);
  if (hasOffset(pattern)) {
    const ms = parsed.cast(pl.Datetime('ms', 'UTC')).cast(pl.Int64);
    return { wall: noTime, at: fromEpochMs(pl.when(fits).then(ms).otherwise(pl.lit(null).cast(pl.Int64))) };
  }
  return { wall: pl.when(fits).then(parsed.cast(MS)).otherwise(noTime), at: noTime };
};

const isoParts =
  '^(\\d{4}-\\d{2}-\\d{2})(?:[T ](\\d{2}:\\d{2})(?::(\\d{2})(?:[.,](\\d+))?)?\\s*([Zz]|[+-](?:(?:0\\d|1[0-7])(?::?[0-5]\\d)?|18(?::?00)?))?)?$';

/** ISO 8601 in any of its common forms, offsets or not, row by row. */
const anyIso = (text: Expr): { wall: Expr; at: Expr } => {
  const part = (index: number, absent: string): Expr =>
    text.str.extract(isoParts, index).fillNull(pl.lit(absent));
  const seconds = pl
    .concatString(
      [text.str.extract(isoParts, 1), pl.lit('T'), part(2, '00:00'), pl.lit(':'), part(3, '00')],
      '',
    )
    .str.strptime(MS, '%Y-%m-%dT%H:%M:%S');
  const thousandths = part(4, '0').str.slice(0, 3).str.padEnd(3, '0').cast(pl.Int64, false);
  const local = pl
    .when(text.str.contains(isoParts))
    .then(epochMs(seconds).add(thousandths))
    .otherwise(pl.lit(null).cast(pl.Int64));
  const zone = text.str.extract(isoParts, 5);
  const digits = zone.str.replaceAll('[^0-9]', '').str.padEnd(4, '0');
  const minutes = digits.str
    .slice(0, 2)
    .cast(pl.Int64, false)
    .mul(60)
    .add(digits.str.slice(2, 2).cast(pl.Int64, false));
  const signed = pl.when(zone.str.startsWith('-')).then(minutes.mul(-1)).otherwise(minutes);
  const offset = pl
    .when(zone.str.toLowerCase().eq(pl.lit('z')))
    .then(wholeMs(0))
    .otherwise(signed.mul(60_000).cast(pl.Int64));
  return {
    wall: pl.when(zone.isNull()).then(fromEpochMs(local)).otherwise(noTime),
    at: fromEpochMs(local.sub(offset)),
  };
};

const isoPattern = (value: string): string => {
  const match = /^\d{4}-\d{2}-\d{2}(?:([T ])\d{2}:\d{2}(:\d{2})?(\.\d+)?(Z)?([+-]\d{2}:?\d{2})?)?$/.exec(
    value,
  );
  const clock =
    match?.[1] === undefined ? '' : `${match[1]}%H:%M${match[2] ? ':%S' : ''}${match[3] ? '%.f' : ''}`;
  return `%Y-%m-%d${clock}${match?.[4] ?? ''}${match?.[5] === undefined ? '' : '%z'}`;
};

/** The way most values go: one pattern, found from the first value where the format is `iso`. */
const usual = (format: string, first: string): { wall: Expr; at: Expr } => {
  if (format === 'epoch-seconds' || format === 'epoch-milliseconds') {
    const ms = raw.str
      .strip()
      .cast(pl.Float64, false)
      .mul(format === 'epoch-seconds' ? 1000 : 1)
      .round(0);
    const finite = pl.when(ms.abs().lt(8.64e15)).then(ms).otherwise(pl.lit(null).cast(pl.Float64));
    return { wall: noTime, at: fromEpochMs(finite) };
  }
  if (format !== 'iso') {
    return byPattern(raw, format);
  }
  const pattern = isoPattern(first);
  const parsed = byPattern(raw, pattern);
  return pattern.endsWith('Z') ? { wall: noTime, at: parsed.wall } : parsed;
};

const DAY_END = '([T ]|^)24:00(:00(?:\\.0+)?)?';

/** Padding, parts left out because they are zero, and 24:00 for the end of a day. */
const unusual = (format: string): { wall: Expr; at: Expr } => {
  const stripped = raw.str.strip();
  // biome-ignore lint/suspicious/noTemplateCurlyInString: groups of the regular expression
  const text = stripped.str.replace(DAY_END, '${1}00:00${2}');
  const forms =
    format === 'iso' ? [anyIso(text)] : [format, ...shorterPatterns(format)].map((p) => byPattern(text, p));
  const later = (at: Expr): Expr =>
    fromEpochMs(
      epochMs(at).add(
        pl.when(stripped.str.contains(DAY_END)).then(wholeMs(86_400_000)).otherwise(wholeMs(0)),
      ),
    );
  return {
    wall: later(forms.map((form) => form.wall).reduce(orElse)),
    at: later(forms.map((form) => form.at).reduce(orElse)),
  };
};

const readText = async (distinct: DataFrame, format: string): Promise<DataFrame> => {
  const first = distinct.getColumn('raw').toArray()[0];
  const form = usual(format, typeof first === 'string' ? first : '');
  const read = await distinct.lazy().select(raw, form.wall.alias('wall'), form.at.alias('instant')).collect();
  const failed = wall.isNull().and(pl.col('instant').isNull());
  const rest = await read.lazy().filter(failed).select('raw').collect();
  if (rest.height === 0 || format.startsWith('epoch')) {
    return read;
  }
  const other = unusual(format);
  const again = rest.lazy().select(raw, other.wall.alias('wall'), other.at.alias('instant'));
  return pl.concat([read.lazy().filter(failed.not()), again]).collect();
};

const readTyped = (distinct: DataFrame, format: string): Promise<DataFrame> => {
  const type = String(distinct.getColumn('raw').dtype);
  const zoned = /^DataType\(Datetime\(\w+,\s*\S+\)\)$/.test(type);
  const epoch = pl
    .col('raw')
    .cast(pl.Float64, false)
    .mul(format === 'epoch-seconds' ? 1000 : 1);
  const instant = zoned ? fromEpochMs(inMs(raw)) : type.includes('Date') ? noTime : fromEpochMs(epoch);
  const local = !zoned && type.includes('Date') ? raw.cast(MS) : noTime;
  return distinct.lazy().select(raw, local.alias('wall'), instant.alias('instant')).collect();
};

const inMs = (at: Expr): Expr => at.dt.convertTimeZone('UTC').cast(pl.Datetime('ms', 'UTC')).cast(pl.Int64);

/** Local times as instants, with the spec's policies for those that are no or two instants. */
const settle = async (read: DataFrame, zoned: Zoned): Promise<DataFrame> => {
  const at = orElse(pl.col('instant'), toInstant(wall, zoned));
  const settled = await read.lazy().select(raw, wall, at.alias(EVENT_TIMESTAMP)).collect();
  const open = pl.col(EVENT_TIMESTAMP).isNull();
  const none = pl.lit(null).cast(pl.String);
  const odd = await settled.lazy().filter(open).collect();
  const done = settled.lazy().filter(open.not()).select(raw, pl.col(EVENT_TIMESTAMP), none.alias('fault'));
  if (odd.height === 0) {
    return done.collect();
  }
  const unread = wall.isNull();
  if (odd.getColumn('wall').nullCount() === odd.height) {
    return pl
      .concat([
        done,
        odd.lazy().select(raw, pl.col(EVENT_TIMESTAMP), pl.lit('TIME_UNREADABLE').alias('fault')),
      ])
      .collect();
  }
  const skipped = isSkipped(wall, zoned.zone);
  const shift = zoned.nonexistent === 'shift';
  const late = odd.lazy().select(
    raw,
    (shift ? pl.when(skipped).then(shiftedInstant(wall, zoned)).otherwise(noTime) : noTime).alias(
      EVENT_TIMESTAMP,
    ),
    pl
      .when(unread)
      .then(pl.lit('TIME_UNREADABLE'))
      .when(skipped)
      .then(shift ? none : pl.lit('TIME_SKIPPED'))
      .otherwise(pl.lit('TIME_AMBIGUOUS'))
      .alias('fault'),
  );
  return pl.concat([done, late]).collect();
};

/**
 * Instants of distinct timestamps. Takes a column `raw` without nulls: text, or Parquet's own times;
 * gives `raw`, `event_timestamp` (Datetime ms, UTC) and `fault` (a code where that is null).
 */
export const parseTimes = async (distinct: DataFrame, format: string, zoned: Zoned): Promise<DataFrame> => {
  const isText = distinct.getColumn('raw').dtype.equals(pl.String);
  return settle(await (isText ? readText(distinct, format) : readTyped(distinct, format)), zoned);
};
