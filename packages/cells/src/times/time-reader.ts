import { countedPass, dayCount } from './day-counts.ts';
import { isoMoment } from './iso.ts';
import { type Pass, withoutPass } from './passes.ts';
import { createPatternParser, type Moment, type PatternParser } from './pattern.ts';
import { hasOffset, shorterPatterns } from './strftime.ts';

/** How the text of a timestamp is read, beyond its format. */
export interface WrittenForm {
  readonly format: string;
  /** Lengths in ms of the periods that the last fields count. */
  readonly periods: readonly number[];
  /** What the first period is called; 1 where it is left out. */
  readonly firstPeriod?: 0 | 1;
  /** Hours go from 1 to 24, hour 1 being the first of its day. */
  readonly hoursFromOne: boolean;
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

/** A timestamp as a format has it. */
export interface WrittenTime {
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
  (text: string): WrittenTime | undefined => {
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

/** Reads trimmed text in a format; undefined where it differs, or is no time of the calendar. */
export const createTimeReader = ({
  format,
  periods,
  firstPeriod = 1,
  hoursFromOne,
}: WrittenForm): ((text: string) => WrittenTime | undefined) => {
  const parse = parserOf(format);
  if (periods.length > 0) {
    return withPeriods(parse, periods, firstPeriod);
  }
  const back = hoursFromOne ? HOUR : 0;
  const timed = (text: string, pass: Pass): WrittenTime | undefined => {
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

/** Whether a format names instants by itself, so that no zone is needed. */
export const namesInstants = (format: string): boolean =>
  format.startsWith('epoch') || hasOffset(format) || zulu.test(format);
