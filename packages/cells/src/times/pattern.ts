import { digits } from './digits.ts';
import { monthOf } from './month-names.ts';
import { offsetMinutes } from './zone-words.ts';

/** A timestamp as it is written. */
export interface Moment {
  /** What the clock shows, in milliseconds as if it were UTC. */
  readonly wall: number;
  /** Minutes east of UTC, where the text names them. */
  readonly offset: number | undefined;
}

const letters = '[\\p{L}]+\\.?';

const directives: Readonly<Record<string, string>> = {
  ...digits,
  b: letters,
  h: letters,
  B: letters,
  a: letters,
  A: letters,
  p: '[AaPp]\\.? ?[Mm]\\.?',
  P: '[AaPp]\\.? ?[Mm]\\.?',
  z: '(?:[+-]\\d{2}(?::?\\d{2})?|[Zz])',
  Z: '(?:(?:UTC|GMT)[+-]\\d{1,2}(?::?\\d{2})?|[A-Za-z]{1,4})',
  s: '\\d{1,12}',
  G: '\\d{4}',
  V: '\\d{1,2}',
  u: '[1-7]',
};

const named = ' ?(?:\\[[A-Za-z][\\w/+-]*\\]|\\([\\p{L}][\\p{L}\\d .:+-]*\\))';

/** The name of a zone behind its offset, which says no more: `+01:00[Europe/Berlin]`, `GMT+0100 (Central European Time)`. */
export const zoneNameAfter = new RegExp(`(?<=[+-]\\d{2}:?\\d{2})${named}$`, 'u');

const composed: Readonly<Record<string, string>> = {
  F: '%Y-%m-%d',
  T: '%H:%M:%S',
  R: '%H:%M',
  D: '%m/%d/%y',
};

const escaped = (text: string): string =>
  [...text]
    .map((character) =>
      character === ' '
        ? '\\s+'
        : /[\p{L}\d]/u.test(character)
          ? character
          : `\\u{${character.codePointAt(0)?.toString(16)}}`,
    )
    .join('');

/** Digits that directives side by side would share: each then takes its full width. */
const fullWidth: Readonly<Record<string, string>> = {
  m: '\\d{2}',
  d: '\\d{2}',
  H: '\\d{2}',
  I: '\\d{2}',
  j: '\\d{3}',
  V: '\\d{2}',
  M: '\\d{2}',
  S: '\\d{2}',
};

interface Compiled {
  readonly regex: RegExp;
  readonly keys: readonly string[];
}

const compile = (pattern: string): Compiled => {
  const whole = pattern.replace(/%[FTRD]/g, (directive) => composed[directive.slice(1)] ?? directive);
  const tokens = [...whole.matchAll(/%\.\d?f|%[-_0:#]?(.)|[^%]+/g)];
  const keys: string[] = [];
  const isDigits = (index: number): boolean => /^[YymdeHkIlMSfjsGVu]$/.test(tokens[index]?.[1] ?? '');
  const isNumber = (index: number): boolean =>
    tokens[index]?.[1] === 'H' &&
    tokens[index + 1]?.[1] === 'M' &&
    tokens.length === index + 2 &&
    tokens[index - 1]?.[0] === ' ';
  const body = tokens.map((token, index) => {
    const [text, key] = token;
    if (/^%\.\d?f$/.test(text)) {
      keys.push('.f');
      return '(?:[.,](\\d{1,9}))?';
    }
    if (key === undefined) {
      return escaped(text);
    }
    if (key === '%') {
      return '%';
    }
    keys.push(key);
    const beside = isDigits(index - 1) || isDigits(index + 1);
    // Hours and minutes as one number: 0, 15, 930, 2345.
    if (key === 'H' && isNumber(index)) return '(\\d{0,2}?)';
    if (key === 'M' && isNumber(index - 1)) return '(\\d{1,2})';
    const name = (key === 'z' || key === 'Z') && index === tokens.length - 1 ? `(?:${named})?` : '';
    return `(${(beside ? fullWidth[key] : undefined) ?? directives[key] ?? '.+?'})${name}`;
  });
  return { regex: new RegExp(`^${body.join('')}$`, 'u'), keys };
};

/** Reads text in a strftime pattern; undefined where it differs, or is no time of the calendar. */
export type PatternParser = (text: string) => Moment | undefined;

const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** POSIX: 69 to 99 are of the last century. */
const fullYear = (year: number): number => year + (year < 69 ? 2000 : 1900);

const hourOf = (found: ReadonlyMap<string, string>): number | undefined => {
  const half = found.get('p') ?? found.get('P');
  const twelve = found.get('I') ?? found.get('l');
  const hour = found.get('H') ?? found.get('k');
  if (twelve !== undefined) {
    const number = Number(twelve);
    if (number < 1 || number > 12) {
      return undefined;
    }
    return (number % 12) + (half !== undefined && /^p/i.test(half) ? 12 : 0);
  }
  const number = Number(hour ?? 0);
  return number > 24 ? undefined : number;
};

const monthIn = (found: ReadonlyMap<string, string>): number | undefined => {
  const word = found.get('b') ?? found.get('B') ?? found.get('h');
  return word === undefined ? Number(found.get('m') ?? 1) : monthOf(word);
};

const DAY = 86_400_000;

/** The day of an ISO week, the first of which has the year's first Thursday; undefined where there is no such week. */
const weekDay = (year: number, week: number, day: number): number | undefined => {
  const fourth = Date.UTC(year, 0, 4);
  const monday = fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * DAY;
  const at = monday + ((week - 1) * 7 + day - 1) * DAY;
  const thursday = new Date(monday + ((week - 1) * 7 + 3) * DAY);
  return week < 1 || thursday.getUTCFullYear() !== year ? undefined : at;
};

/** The date of a pattern with weeks, as parts of a calendar. */
const withDate = (found: ReadonlyMap<string, string>): ReadonlyMap<string, string> | undefined => {
  const [year, week] = [found.get('G'), found.get('V')];
  if (year === undefined || week === undefined) return found;
  const at = weekDay(Number(year), Number(week), Number(found.get('u') ?? 1));
  if (at === undefined) return undefined;
  const date = new Date(at);
  return new Map([
    ...found,
    ['Y', String(date.getUTCFullYear())],
    ['m', String(date.getUTCMonth() + 1)],
    ['d', String(date.getUTCDate())],
  ]);
};

const momentOf = (parts: ReadonlyMap<string, string>): Moment | undefined => {
  const found = withDate(parts);
  if (found === undefined) return undefined;
  const seconds = found.get('s');
  if (seconds !== undefined) {
    return { wall: Number(seconds) * 1000, offset: 0 };
  }
  const short = found.get('y');
  const year = short === undefined ? Number(found.get('Y')) : fullYear(Number(short));
  const month = monthIn(found);
  const hour = hourOf(found);
  if (month === undefined || hour === undefined || Number.isNaN(year) || month < 1 || month > 12) {
    return undefined;
  }
  const ofYear = found.get('j');
  const day = ofYear === undefined ? Number(found.get('d') ?? found.get('e') ?? 1) : Number(ofYear);
  const most = ofYear === undefined ? daysIn(year, month) : 366;
  const minute = Number(found.get('M') ?? 0);
  const second = Number(found.get('S') ?? 0);
  if (day < 1 || day > most || minute > 59 || second > 60 || (hour === 24 && minute + second > 0)) {
    return undefined;
  }
  const fraction = found.get('.f') ?? found.get('f') ?? '';
  const thousandths = Number(fraction.slice(0, 3).padEnd(3, '0'));
  const zone = found.get('z') ?? found.get('Z');
  const offset = zone === undefined ? undefined : offsetMinutes(zone);
  if (zone !== undefined && offset === undefined) {
    return undefined;
  }
  const wall = Date.UTC(year, ofYear === undefined ? month - 1 : 0, day, hour, minute, second) + thousandths;
  return { wall, offset };
};

/**
 * A parser for a strftime pattern. Hour 24 is the end of its day. Where a pattern names a part twice it is of an
 * interval (`%H:%M - %H:%M`), and the first counts.
 */
export const createPatternParser = (pattern: string): PatternParser => {
  const { regex, keys } = compile(pattern);
  return (text) => {
    const match = regex.exec(text);
    if (match === null) {
      return undefined;
    }
    const found = new Map<string, string>();
    for (const [index, key] of keys.entries()) {
      const part = match[index + 1];
      if (part !== undefined && !found.has(key)) {
        found.set(key, part);
      }
    }
    return momentOf(found);
  };
};

/** Reads the hour that a timestamp of a pattern has, 0 to 24; undefined where the text differs, or has none. */
export const createHourReader = (pattern: string): ((text: string) => number | undefined) => {
  const { regex, keys } = compile(pattern);
  const at = keys.findIndex((key) => key === 'H' || key === 'k');
  return (text) => {
    const match = at === -1 ? null : regex.exec(text);
    return match === null ? undefined : Number(match[at + 1]);
  };
};
