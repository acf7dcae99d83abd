import { createPatternParser, isoMoment, shorterPatterns } from '@wattline/cells';
import { type Regularity, regularityOf } from './regularity.ts';
import { patternsOf } from './time-patterns.ts';

/** How timestamps are written. */
export interface TimeFormatFound {
  /** A spec's `time.format`, concrete. */
  readonly format: string;
  /** Share of the sample that it reads. */
  readonly share: number;
  readonly regularity: Regularity;
  /** Formats that fit as well. */
  readonly alternatives: readonly string[];
}

/** A reading of text as ms of the local clock; undefined where the text differs. */
type Read = (text: string) => number | undefined;

const YEAR = 365.25 * 86_400_000;

/** 1900 to two years from now: times beyond are no times of readings. */
export const isPlausible = (ms: number): boolean => ms >= Date.UTC(1900, 0, 1) && ms <= Date.now() + 2 * YEAR;

const epochUnits = {
  'epoch-seconds': 1000,
  'epoch-milliseconds': 1,
  'epoch-microseconds': 1e-3,
  'epoch-nanoseconds': 1e-6,
} as const;

const isEpoch = (format: string): format is keyof typeof epochUnits => format in epochUnits;

const number = /^[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?$/;

const numberOf = (text: string): number => Number(text.replace(',', '.'));

export const readerOf = (format: string): Read => {
  if (format === 'iso') {
    return (text) => {
      const moment = isoMoment(text);
      return moment && moment.wall - (moment.offset ?? 0) * 60_000;
    };
  }
  if (isEpoch(format)) {
    return (text) => (number.test(text) ? numberOf(text) * epochUnits[format] : undefined);
  }
  if (format === 'excel-days') {
    return (text) => (number.test(text) ? Math.round((numberOf(text) - 25_569) * 86_400) * 1000 : undefined);
  }
  const parsers = [format, ...shorterPatterns(format)].map(createPatternParser);
  return (text) => {
    for (const parse of parsers) {
      const moment = parse(text);
      if (moment !== undefined) return moment.wall - (moment.offset ?? 0) * 60_000;
    }
    return undefined;
  };
};

/** The epochs in which a number is a plausible time after 1990: a count of something else hardly is. */
export const epochsFor = (cell: string): string[] => {
  // A count of seconds has no zero before it.
  if (!number.test(cell) || /^0\d/.test(cell)) return [];
  return Object.entries(epochUnits).flatMap(([format, unit]) => {
    const ms = numberOf(cell) * unit;
    // Eighteen digits count tenths of microseconds since the year 1, or 1601, as programs of Windows do.
    const since = format === 'epoch-nanoseconds' ? Date.UTC(2001, 8, 10) : Date.UTC(1990, 0, 1);
    return ms > since && isPlausible(ms) ? [format] : [];
  });
};

const isExcelDay = (cell: string): boolean => /^[2-5]\d{4}(?:[.,]\d+)?$/.test(cell);

/** Formats that some of the sample suggests, the commonest first. */
const candidatesOf = (values: readonly string[], numbers: boolean): string[] => {
  const tally = new Map<string, number>();
  const count = (format: string): void => {
    tally.set(format, (tally.get(format) ?? 0) + 1);
  };
  for (const value of values) {
    if (isoMoment(value) !== undefined && /^\d{4}-\d/.test(value)) {
      count('iso');
      continue;
    }
    const isNumber = number.test(value);
    if (isNumber && !numbers) continue;
    for (const pattern of patternsOf(value)) count(pattern);
    if (isNumber) {
      for (const epoch of epochsFor(value)) count(epoch);
      if (isExcelDay(value)) count('excel-days');
    }
  }
  return [...tally]
    .sort((a, b) => b[1] - a[1] || b[0].length - a[0].length)
    .slice(0, 40)
    .map(([format]) => format);
};

const MOST_SAMPLED = 4000;
/** Of shapes to find candidates by. */
const MOST_SHAPES = 400;

/** Evenly from all of it. */
const thinned = (values: readonly string[], most: number): readonly string[] => {
  if (values.length <= most) return values;
  const step = values.length / most;
  return Array.from({ length: most }, (_, index) => values[Math.floor(index * step)] ?? '');
};

const score = ({ share, regularity }: TimeFormatFound): number =>
  share * 4 + regularity.steady + regularity.inOrder + regularity.filled;

/** Two readings as good as each other. */
const TIE = 0.05;

/**
 * The format that most of the timestamps have, in the order of the file; undefined where no known one fits the share
 * asked for. `numbers` says that numbers may be times.
 */
export const timeFormatOf = (
  sample: readonly string[],
  { share = 0.9, numbers = true }: { readonly share?: number; readonly numbers?: boolean } = {},
): TimeFormatFound | undefined => {
  const values = sample.filter((value) => value !== '');
  // In a row, so that steps between neighbours show; evenly beyond, so that all of the file counts.
  const looked =
    values.length <= MOST_SAMPLED
      ? values
      : [...values.slice(0, MOST_SAMPLED / 2), ...thinned(values.slice(MOST_SAMPLED / 2), MOST_SAMPLED / 2)];
  const found = candidatesOf(thinned(values, MOST_SHAPES), numbers).flatMap((format): TimeFormatFound[] => {
    const read = readerOf(format);
    const times = looked.flatMap((value) => {
      const ms = read(value);
      return ms === undefined || !isPlausible(ms) ? [] : [ms];
    });
    const fits = times.length / Math.max(1, looked.length);
    return times.length > 0 && fits >= share
      ? [{ format, share: fits, regularity: regularityOf(times), alternatives: [] }]
      : [];
  });
  const most = Math.max(...found.map(score));
  // Of readings as good as each other, the one that is commoner in the world.
  const best = found.find((one) => most - score(one) < TIE);
  if (best === undefined) return undefined;
  const read = readerOf(best.format);
  const rivals = found.filter(
    (rival) => rival !== best && most - score(rival) < TIE && differs(looked, read, readerOf(rival.format)),
  );
  return { ...best, alternatives: rivals.map(({ format }) => format) };
};

const differs = (values: readonly string[], one: Read, two: Read): boolean =>
  values.some((value) => one(value) !== two(value));

const looksTimely =
  /^\s*[[(]?(?:\d{4}[-/._:]\d{1,2}[-/._:]\d{1,2}|\d{4}[年년]|\d{4}\. \d{1,2}\. |\d{1,2}\. \d{1,2}\. \d{4}|\d{1,2}([-/.])\d{1,2}\1\d{2,4}|\d{1,2}(?:[-/. ]{0,2}| de )\p{L}{3,12}\.?(?:[-/. ,]{0,2}| de )\d{2,4}|\p{L}{3,12} \d{1,2},? \d{4}|(?:19|20)\d{2}[-/](?:0?[1-9]|1[0-2])$|\d{4}-?W\d{2}|\d{4}[-/.]\d{3}(?!\d)|\p{L}{2,4} \p{L}{3,4} +\d{1,2} \d{2}:|\p{L}{3,12}[-/. ]\d{2,4}$|\d{1,2}(?:[.:]\d{2})* \d{1,2}([-/.])\d{1,2}\2\d{2,4}$)/u;

/** In digits alone: no need to look at words. */
const inDigits =
  /^\s*(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}([-/.])\d{1,2}\1\d{2,4})(?:[ T,_|]{1,2}\d{1,2}(?:[:.]\d{2}){0,2}(?:[.,]\d+)?Z?)?\s*$/;

/** Cheap: decides whether a line is data or a header. */
export const looksLikeTime = (cell: string): boolean =>
  cell.length >= 6 && (inDigits.test(cell) || (looksTimely.test(cell) && patternsOf(cell.trim()).length > 0));

/** Whether a number could be a time, of which kind: for messages. */
export const unitOf = (format: string): string =>
  ({
    'epoch-seconds': 'seconds',
    'epoch-milliseconds': 'milliseconds',
    'epoch-microseconds': 'microseconds',
    'epoch-nanoseconds': 'nanoseconds',
  })[format] ?? format;
