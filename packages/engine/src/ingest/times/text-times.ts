import pl, { type DataFrame } from 'nodejs-polars';
import { type CountedDay, createDayLog, type DayLog } from './counted-days.ts';
import { countedPass, dayCount } from './day-counts.ts';
import { isoMoment } from './iso.ts';
import { type Pass, withoutPass } from './passes.ts';
import { createPatternParser, type Moment, type PatternParser } from './pattern.ts';
import { hasOffset, shorterPatterns } from './strftime.ts';

/** How the text of a timestamp is read, beyond its format. */
export interface TextForm {
  readonly format: string;
  /** Lengths in ms of the periods that the last fields count. */
  readonly periods: readonly number[];
  /** What the first period is called; 1 where it is left out. */
  readonly firstPeriod?: 0 | 1;
  /** Hours go from 1 to 24, hour 1 being the first of its day. */
  readonly hoursFromOne: boolean;
  /** Where the days of numbered periods are gathered that the pieces of a file show. */
  readonly dayLog?: DayLog | undefined;
}

const HOUR = 3_600_000;

const zulu = /%[HMS]Z$/;

/** Literal Z after a clock is UTC. */
const withZulu =
  (pattern: string, parse: PatternParser): PatternParser =>
  (text) => {
    const moment = parse(text);
    return moment === undefined || !zulu.test(pattern) ? moment : { ...moment, offset: 0 };
  };

const anyOf =
  (parsers: readonly PatternParser[]): PatternParser =>
  (text) => {
    for (const parse of parsers) {
      const moment = parse(text);
      if (moment !== undefined) return moment;
    }
    return undefined;
  };

const parserOf = (format: string): PatternParser => {
  if (format === 'iso') {
    return isoMoment;
  }
  return anyOf(
    [format, ...shorterPatterns(format)].map((pattern) => withZulu(pattern, createPatternParser(pattern))),
  );
};

interface Timed {
  readonly moment: Moment;
  /** Time to add, in ms. */
  readonly after: number;
  /** Where the counted period ends, in ms from midnight. */
  readonly until: number;
  readonly pass: Pass;
}

/** Parts the counted periods from the text before them. */
const withPeriods =
  (parse: PatternParser, periods: readonly number[], firstPeriod: 0 | 1) =>
  (text: string): Timed | undefined => {
    const words = text.split(/\s+/);
    const counted = words.slice(-periods.length);
    const moment = parse(words.slice(0, -periods.length).join(' '));
    if (moment === undefined || counted.length < periods.length) {
      return undefined;
    }
    let after = 0;
    let pass: Pass = 0;
    for (const [index, word] of counted.entries()) {
      const count = dayCount(word);
      const length = periods[index] ?? 0;
      const most = index === 0 ? 25 * HOUR : (periods[index - 1] ?? 0);
      if (count === undefined || count < firstPeriod || (count - firstPeriod + 1) * length > most) {
        return undefined;
      }
      after += (count - firstPeriod) * length;
      pass ||= countedPass(word);
    }
    return { moment, after, until: after + (periods.at(-1) ?? 0), pass };
  };

const createReader = ({
  format,
  periods,
  firstPeriod = 1,
  hoursFromOne,
}: TextForm): ((text: string) => Timed | undefined) => {
  const parse = parserOf(format);
  if (periods.length > 0) {
    return withPeriods(parse, periods, firstPeriod);
  }
  const back = hoursFromOne ? HOUR : 0;
  const timed = (text: string, pass: Pass): Timed | undefined => {
    const moment = parse(text);
    return moment && { moment: { ...moment, wall: moment.wall - back }, after: 0, until: 0, pass };
  };
  return (text) => {
    const plain = timed(text, 0);
    if (plain !== undefined) return plain;
    const lettered = withoutPass(text);
    return lettered && timed(lettered.text, lettered.pass);
  };
};

const column = (numbers: (number | null)[], name: string) => pl.Series(name, numbers, pl.Float64);

/**
 * Distinct timestamps read one by one. Gives `raw`, `wall` and `instant` (Datetime ms, one of the two or neither),
 * `after` (ms of elapsed time to add) and `pass` (of an hour that occurs twice; 0 where the text says nothing). `zone` is where days begin that periods are counted in.
 */
export const readTextTimes = (raw: readonly string[], form: TextForm, zone: string): DataFrame => {
  const read = createReader(form);
  const timed = raw.map((text) => read(text.trim()));
  const counted = form.periods.length === 0 ? [] : timed.filter((one) => one !== undefined);
  const days = new Map<number, CountedDay>();
  for (const { moment, until, pass } of counted) {
    const before = days.get(moment.wall);
    const isLettered = pass > 0 || before?.isLettered === true;
    days.set(moment.wall, { until: Math.max(until, before?.until ?? 0), isLettered });
  }
  const onTheClock = (form.dayLog ?? createDayLog(zone, undefined)).take(days);
  const walls: (number | null)[] = [];
  const instants: (number | null)[] = [];
  const after: number[] = [];
  const passes: number[] = [];
  for (const one of timed) {
    const offset = one?.moment.offset;
    const day = one?.moment.wall ?? null;
    // Periods of the clock are hours of the wall, whatever time has passed since midnight.
    const isClock = one !== undefined && onTheClock.has(one.moment.wall);
    const wall = day === null || !isClock ? day : day + one.after;
    walls.push(offset === undefined ? wall : null);
    instants.push(offset === undefined || wall === null ? null : wall - offset * 60_000);
    after.push(isClock ? 0 : (one?.after ?? 0));
    passes.push(one?.pass ?? 0);
  }
  const ms = (name: string) => pl.col(name).cast(pl.Int64).cast(pl.Datetime('ms')).alias(name);
  return pl
    .DataFrame([
      pl.Series('raw', [...raw], pl.String),
      column(walls, 'wall'),
      column(instants, 'instant'),
      column(after, 'after'),
      column(passes, 'pass'),
    ])
    .select(
      pl.col('raw'),
      ms('wall'),
      ms('instant'),
      pl.col('after').cast(pl.Int64),
      pl.col('pass').cast(pl.UInt8),
    );
};

/** Whether a format names instants by itself, so that no zone is needed. */
export const namesInstants = (format: string): boolean =>
  format.startsWith('epoch') || hasOffset(format) || zulu.test(format);
