/** What timestamps look like. `format` is a spec's `time.format`, concrete. */
export interface TimeFormatFound {
  readonly format: string;
  /** Day and month could be told apart by nothing in the sample; the day was taken to come first. */
  readonly ambiguous: boolean;
}

const iso = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:Z|z|[+-]\d{2}(?::?\d{2})?)?)?$/;
const numeric =
  /^(\d{1,4})([/.-])(\d{1,2})\2(\d{4}|\d{2}|\d{1})(?:(,? +|T|:)(\d{1,2})(?::(\d{2}))?(?::(\d{2})([.]\d+)?)?( *[AaPp]\.?[Mm]\.?)?( *(?:Z|[+-]\d{2}:?\d{2}))?)?$/;
const named =
  /^(?:(\d{1,2})([ -]?)([A-Za-z]{3,9})[ -]?(\d{4}|\d{2})|([A-Za-z]{3,9}) (\d{1,2}),? (\d{4}))(?:(,? |:)(\d{1,2}):(\d{2})(?::(\d{2})([.]\d+)?)?( ?[AaPp][Mm])?)?$/;
const compact = /^(\d{4})(\d{2})(\d{2})(?:([ T]?)(\d{2}):?(\d{2})(?::?(\d{2}))?)?$/;

/** Cheap, for telling a data line from a header. */
export const looksLikeTime = (cell: string): boolean =>
  cell.length >= 6 && (iso.test(cell) || numeric.test(cell) || (named.test(cell) && /\d{4}/.test(cell)));

const MONTHS = /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i;

const clockPattern = (
  gap: string | undefined,
  hour: string | undefined,
  minute: string | undefined,
  second: string | undefined,
  fraction: string | undefined,
  half: string | undefined,
): string => {
  if (gap === undefined || hour === undefined) {
    return '';
  }
  const hours = half === undefined ? '%H' : '%I';
  const rest = `${minute === undefined ? '' : ':%M'}${second === undefined ? '' : ':%S'}${fraction === undefined ? '' : '%.f'}`;
  return `${gap.replace(/ +$/, ' ')}${hours}${rest}${half === undefined ? '' : half.startsWith(' ') ? ' %p' : '%p'}`;
};

/** The longest pattern any value shows: seconds that some leave out are still seconds. */
const longest = (patterns: readonly string[]): string =>
  patterns.reduce((a, b) => (b.length > a.length ? b : a), '');

const namedPattern = (value: string): string | undefined => {
  const match = named.exec(value);
  const month = match?.[3] ?? match?.[5];
  if (match === null || month === undefined || !MONTHS.test(month)) {
    return undefined;
  }
  const word = month.length > 3 ? '%B' : '%b';
  const year = (match[4] ?? match[7] ?? '').length === 4 ? '%Y' : '%y';
  const date =
    match[3] === undefined
      ? `${word} %d${value.includes(',') ? ',' : ''} ${year}`
      : `%d${match[2] ?? ''}${word}${match[2] ?? ''}${year}`;
  return date + clockPattern(match[8], match[9], match[10], match[11], match[12], match[13]);
};

interface NumericParts {
  readonly first: number;
  readonly second: number;
  readonly third: number;
  readonly separator: string;
  readonly yearFirst: boolean;
  readonly year: '%Y' | '%y';
  readonly clock: string;
  /** Milliseconds after midnight. */
  readonly sinceMidnight: number;
}

const numericParts = (value: string): NumericParts | undefined => {
  const match = numeric.exec(value);
  if (match === null) {
    return undefined;
  }
  const yearFirst = (match[1] ?? '').length === 4;
  if (!yearFirst && (match[1] ?? '').length > 2) {
    return undefined;
  }
  const zone = match[11] === undefined ? '' : match[11].startsWith(' ') ? ' %z' : '%z';
  const afternoon = /p/i.test(match[10] ?? '') ? 12 : 0;
  const hour = match[10] === undefined ? Number(match[6] ?? 0) : (Number(match[6]) % 12) + afternoon;
  return {
    first: Number(match[1]),
    second: Number(match[3]),
    third: Number(match[4]),
    separator: match[2] ?? '/',
    yearFirst,
    year: (yearFirst ? match[1] : match[4])?.length === 4 ? '%Y' : '%y',
    clock: clockPattern(match[5], match[6], match[7], match[8], match[9], match[10]) + zone,
    sinceMidnight: ((hour * 60 + Number(match[7] ?? 0)) * 60 + Number(match[8] ?? 0)) * 1000,
  };
};

/** How often the commonest step occurs when days are read one way; intraday files give the order away. */
const steadiness = (parts: readonly NumericParts[], dayFirst: boolean): { steps: number; step: number } => {
  const tally = new Map<number, number>();
  let before: number | undefined;
  for (const part of parts) {
    const [day, month] = dayFirst ? [part.first, part.second] : [part.second, part.first];
    const at = Date.UTC(part.third, month - 1, day) + part.sinceMidnight;
    if (before !== undefined && at > before) {
      tally.set(at - before, (tally.get(at - before) ?? 0) + 1);
    }
    before = at;
  }
  const [step, steps] = [...tally].sort((a, b) => b[1] - a[1])[0] ?? [0, 0];
  return { steps, step };
};

const numericFormat = (parts: readonly NumericParts[]): TimeFormatFound | undefined => {
  const sample = parts[0];
  if (sample === undefined) {
    return undefined;
  }
  const clock = longest(parts.map((part) => part.clock));
  const s = sample.separator;
  if (sample.yearFirst) {
    return { format: `%Y${s}%m${s}%d${clock}`, ambiguous: false };
  }
  const dayFirst = { format: `%d${s}%m${s}${sample.year}${clock}`, ambiguous: false };
  const monthFirst = { format: `%m${s}%d${s}${sample.year}${clock}`, ambiguous: false };
  const above = (position: 'first' | 'second'): number => parts.filter((part) => part[position] > 12).length;
  if (above('first') !== above('second')) {
    return above('first') > above('second') ? dayFirst : monthFirst;
  }
  const asDay = steadiness(parts, true);
  const asMonth = steadiness(parts, false);
  const DAY = 86_400_000;
  if (asDay.steps !== asMonth.steps && Math.min(asDay.step, asMonth.step) < DAY && asDay.step > 0) {
    return asDay.steps > asMonth.steps ? dayFirst : monthFirst;
  }
  return { ...dayFirst, ambiguous: parts.some((part) => part.first !== part.second) };
};

const plausibleCompact = (value: string): boolean => {
  const match = compact.exec(value);
  return (
    match !== null &&
    Number(match[1]) >= 1900 &&
    Number(match[1]) < 2200 &&
    Number(match[2]) >= 1 &&
    Number(match[2]) <= 12 &&
    Number(match[3]) >= 1 &&
    Number(match[3]) <= 31 &&
    Number(match[5] ?? 0) <= 24 &&
    Number(match[6] ?? 0) < 60
  );
};

const compactPattern = (value: string): string => {
  const match = compact.exec(value);
  if (match?.[5] === undefined) {
    return '%Y%m%d';
  }
  const colon = value.includes(':') ? ':' : '';
  return `%Y%m%d${match[4] ?? ''}%H${colon}%M${match[7] === undefined ? '' : `${colon}%S`}`;
};

const epochOf = (values: readonly string[]): string | undefined => {
  if (!values.every((value) => /^\d{9,13}(?:\.\d+)?$/.test(value))) {
    return undefined;
  }
  return values.every((value) => Number(value) < 1e11) ? 'epoch-seconds' : 'epoch-milliseconds';
};

/** The format most of the sampled timestamps have; undefined where no known one fits the share asked for. */
export const timeFormatOf = (sample: readonly string[], share = 0.9): TimeFormatFound | undefined => {
  const values = sample.filter((value) => value !== '');
  const enough = (matching: number): boolean => matching > 0 && matching >= values.length * share;
  const sure = (format: string): TimeFormatFound => ({ format, ambiguous: false });
  if (enough(values.filter((value) => iso.test(value)).length)) {
    return sure('iso');
  }
  const compactValues = values.filter(plausibleCompact);
  if (enough(compactValues.length)) {
    return sure(longest(compactValues.map(compactPattern)));
  }
  const epochs = values.filter((value) => epochOf([value]) !== undefined);
  if (enough(epochs.length)) {
    const format = epochOf(epochs);
    return format === undefined ? undefined : sure(format);
  }
  const parts = values.map(numericParts).filter((part) => part !== undefined);
  if (enough(parts.length)) {
    return numericFormat(parts);
  }
  const names = values.map(namedPattern).filter((pattern) => pattern !== undefined);
  if (enough(names.length)) {
    return sure(longest(names));
  }
  return undefined;
};
