import { isZoneWord, monthOf, zoneNameAfter } from '@wattline/cells';

/** A part of a timestamp that was recognised: its patterns, and what follows it. */
interface Part {
  readonly patterns: readonly string[];
  readonly rest: string;
}

const monthWord = '(\\p{L}{3,}\\.?)';

const dateParts = (text: string): Part[] => {
  const found: Part[] = [];
  const take = (regex: RegExp, patterns: (match: RegExpExecArray) => readonly string[]): void => {
    const match = regex.exec(text);
    if (match === null) return;
    const known = patterns(match);
    if (known.length > 0) found.push({ patterns: known, rest: text.slice(match[0].length) });
  };
  const year = (digits: string | undefined): string => (digits?.length === 4 ? '%Y' : '%y');
  const ifMonth = (word: string | undefined, pattern: string): string[] =>
    word !== undefined && monthOf(word) !== undefined ? [pattern] : [];
  take(/^\d{4}([-/. _:]|\. )\d{1,2}\1\d{1,2}(?!\d)/, ([, s = '-']) => [`%Y${s}%m${s}%d`]);
  take(/^\d{1,2}([-/. ]|\. )\d{1,2}\1(\d{4}|\d{2})(?!\d)/, ([, s = '/', y]) => [
    `%d${s}%m${s}${year(y)}`,
    // Nobody puts points after the month first.
    ...(s.startsWith('.') ? [] : [`%m${s}%d${s}${year(y)}`]),
    ...(y?.length === 2 ? [`%y${s}%m${s}%d`] : []),
  ]);
  take(
    new RegExp(`^\\d{1,2}([-/. ]{0,2}| de )${monthWord}([-/. ,]{0,2}| de )(\\d{4}|\\d{2})(?!\\d)`, 'u'),
    (match) => {
      const [, before = '', word, between = '', y] = match;
      return ifMonth(word, `%d${before}%b${between}${year(y)}`);
    },
  );
  take(new RegExp(`^${monthWord}([-/. ])\\d{1,2}(,? ?|[-/.])(\\d{4})(?!\\d)`, 'u'), (match) => {
    const [, word, before = ' ', between = ' '] = match;
    return ifMonth(word, `%b${before}%d${between}%Y`);
  });
  take(new RegExp(`^\\d{4}([-/. ])${monthWord}\\1\\d{1,2}(?!\\d)`, 'u'), ([, s = '-', word]) =>
    ifMonth(word, `%Y${s}%b${s}%d`),
  );
  take(/^\d{4}(年|년)( ?)\d{1,2}(月|월)( ?)\d{1,2}(日|일)/, ([, y, one, m, two, d]) => [
    `%Y${y}${one}%m${m}${two}%d${d}`,
  ]);
  take(/^\d{8}(?!\d)/, () => ['%Y%m%d', '%d%m%Y']);
  take(/^\d{6}(?!\d)/, () => ['%y%m%d']);
  take(/^\d{4}([-/.]?)\d{3}(?!\d)/, ([, s = '']) => [`%Y${s}%j`]);
  take(/^\d{4}(-?)W\d{2}(?:(-?)[1-7])?(?!\d)/, ([whole, s = '', t = '']) => [
    `%G${s}W%V${/W\d{2}-?\d/.test(whole) ? `${t}%u` : ''}`,
  ]);
  return found;
};

const clockParts = (text: string): Part[] => {
  const match =
    /^(\d{1,2})(?:([:.h])(\d{2})(?:([:.m])(\d{2})([.,]\d{1,9})?)?)?(s)?( ?[AaPp]\.? ?[Mm]\.?(?![\p{L}]))?( ?(?:Uhr|h)(?![\p{L}]))?/u.exec(
      text,
    );
  const found: Part[] = [];
  if (match !== null) {
    const [whole, , first, minutes, second, seconds, fraction, suffix = '', half, word = ''] = match;
    const hours = half === undefined ? '%H' : '%I';
    const clock = `${hours}${minutes === undefined ? '' : `${first}%M`}${seconds === undefined ? '' : `${second}%S`}${fraction === undefined ? '' : '%.f'}${suffix}`;
    const noon = half === undefined ? '' : half.startsWith(' ') ? ' %p' : '%p';
    found.push({ patterns: [clock + noon + word], rest: text.slice(whole.length) });
  }
  const apart = /^\d{2}([-_])\d{2}\1\d{2}(?!\d)/.exec(text)?.[1];
  if (apart !== undefined) found.push({ patterns: [`%H${apart}%M${apart}%S`], rest: text.slice(8) });
  const inWords = /^\d{1,2}([时時시])( ?)\d{1,2}([分분])(?:( ?)\d{1,2}([秒초]))?/.exec(text);
  if (inWords !== null) {
    const [whole, h, one, m, two, s] = inWords;
    const seconds = s === undefined ? '' : `${two}%S${s}`;
    found.push({ patterns: [`%H${h}${one}%M${m}${seconds}`], rest: text.slice(whole.length) });
  }
  if (/^\d{6}(?!\d)/.test(text)) found.push({ patterns: ['%H%M%S'], rest: text.slice(6) });
  if (/^\d{4}(?!\d)/.test(text)) found.push({ patterns: ['%H%M'], rest: text.slice(4) });
  return found;
};

const zonePatterns = (all: string): string[] => {
  const text = all.replace(zoneNameAfter, '');
  if (text === '') return all === '' ? [''] : [];
  const match =
    /^(\s*)(Z|[+-]\d{2}(?::?\d{2})?|\(?[A-Za-z]{2,5}\)?|(?:UTC|GMT)[+-]\d{1,2}(?::?\d{2})?)$/.exec(text);
  const [, blank = '', zone = ''] = match ?? [];
  if (match === null) return [];
  if (/^(?:UTC|GMT)[+-]/.test(zone)) return [`${blank}%Z`];
  if (/^\(\w+\)$/.test(zone)) return isZoneWord(zone.slice(1, -1)) ? [`${blank}(%Z)`] : [];
  if (/^[+-]|^Z$/.test(zone)) return [`${blank}%z`];
  return isZoneWord(zone) ? [`${blank}%Z`] : [];
};

/** As C and Unix tools write times: `Sun Jan 28 00:00:00 2024`, with a zone before the year or none. */
const asInC = (text: string): string[] => {
  const match = /^\p{L}{2,4} (\p{L}{3,4}) +\d{1,2} \d{2}:\d{2}:\d{2}( [A-Z]{3,4})? \d{4}$/u.exec(text);
  const zone = match?.[2]?.trim();
  return match === null || monthOf(match[1] ?? '') === undefined || (zone !== undefined && !isZoneWord(zone))
    ? []
    : [`%a %b %d %H:%M:%S${zone === undefined ? '' : ' %Z'} %Y`];
};

/** What separates a date from a clock. */
const joint = /^(?:, ?|\. ?|[T_|:;-]| at | - | {1,3})/;

const combined = (first: readonly Part[], second: (text: string) => Part[]): Part[] =>
  first.flatMap(({ patterns, rest }) => {
    const between = joint.exec(rest)?.[0];
    if (between === undefined) return [];
    return second(rest.slice(between.length)).map((part) => ({
      patterns: patterns.flatMap((one) => part.patterns.map((two) => `${one}${between}${two}`)),
      rest: part.rest,
    }));
  });

const compact: readonly (readonly [regex: RegExp, patterns: readonly string[]])[] = [
  [/^\d{14}$/, ['%Y%m%d%H%M%S']],
  [/^\d{12}$/, ['%Y%m%d%H%M', '%y%m%d%H%M%S', '%d%m%Y%H%M']],
  [/^\d{10}$/, ['%Y%m%d%H', '%y%m%d%H%M', '%d%m%Y%H']],
  [/^\d{8}$/, ['%Y%m%d', '%d%m%Y', '%y%m%d%H']],
];

const months = (text: string): string[] => {
  const numeric = /^(?:(?:19|20)\d{2}([-/])(?:0?[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])([-/])(?:19|20)\d{2})$/.exec(
    text,
  );
  if (numeric !== null) {
    return numeric[1] === undefined ? [`%m${numeric[2]}%Y`] : [`%Y${numeric[1]}%m`];
  }
  const named = new RegExp(`^${monthWord}([-/. ]+)(\\d{4}|\\d{2})$`, 'u').exec(text);
  if (named !== null && monthOf(named[1] ?? '') !== undefined) {
    return [`%b${named[2]}${named[3]?.length === 4 ? '%Y' : '%y'}`];
  }
  const after = new RegExp(`^(\\d{4})([-/. ]+)${monthWord}$`, 'u').exec(text);
  return after !== null && monthOf(after[3] ?? '') !== undefined ? [`%Y${after[2]}%b`] : [];
};

const single = (text: string): string[] => {
  const weekday = /^(\p{L}{2,}\.?,?\s+)(?=\d|\p{L}{3,}\.? \d)/u.exec(text)?.[1] ?? '';
  const isMonth = monthOf(weekday.trim().replace(/[,.]/g, '')) !== undefined;
  const prefix = weekday === '' || isMonth ? '' : weekday.replace(/\p{L}+/u, '%a');
  const body = prefix === '' ? text : text.slice(weekday.length);
  const dates = dateParts(body);
  const parts = [...dates, ...combined(dates, clockParts), ...combined(clockParts(body), dateParts)];
  const whole = parts.flatMap(({ patterns, rest }) =>
    zonePatterns(rest).flatMap((zone) =>
      patterns
        .filter((pattern) => zone === '' || /%[HI]/.test(pattern))
        .map((pattern) => prefix + pattern + zone),
    ),
  );
  const digits = compact.find(([regex]) => regex.test(body))?.[1] ?? [];
  return [...whole, ...digits, ...months(body), ...asInC(text)];
};

/** What parts the two times of an interval. */
const apart = [
  ' - ',
  ' – ',
  ' — ',
  // With blanks at which no line breaks.
  '\u{a0}-\u{a0}',
  '\u{a0}–\u{a0}',
  ' to ',
  ' bis ',
  '/',
  '--',
  ' / ',
  '-',
  '–',
  ', ',
];

/** As data frames write them: `[2024-02-01 00:00:00, 2024-02-01 01:00:00)`. */
const inBrackets = /^([[(])(.+)([\])])$/;

const intervals = (text: string): string[] => {
  const [, open = '', inner = text, close = ''] = inBrackets.exec(text) ?? [];
  return apart.flatMap((sign) => intervalsBy(inner, sign)).map((pattern) => open + pattern + close);
};

const intervalsBy = (text: string, sign: string): string[] => {
  const at = text.indexOf(sign, Math.max(4, Math.floor(text.length / 3)));
  if (at === -1) return [];
  const [first, second] = [text.slice(0, at), text.slice(at + sign.length)];
  const from = single(first).filter((pattern) => /%[HI]/.test(pattern));
  const ends = [
    ...single(second),
    ...clockParts(second)
      .filter(({ rest }) => rest === '')
      .flatMap(({ patterns }) => patterns),
  ];
  const dateOf = (pattern: string): string =>
    pattern.replace(/ ?\(%Z\)/, '').replace(/.?%[HIMSpzZ]|%\.f/g, '');
  return from.flatMap((one) =>
    ends
      .filter((two) => /%[HI]/.test(two) && ['', dateOf(one)].includes(dateOf(two)))
      .map((two) => `${one}${sign}${two}`),
  );
};

const known = new Map<string, readonly string[]>();

/** Every strftime pattern in which a text could be a timestamp. */
export const patternsOf = (text: string): readonly string[] => {
  // Words matter: months and zones have patterns, others none.
  const shape = text.replace(/\d/g, '9');
  const before = known.get(shape);
  if (before !== undefined) return before;
  const own = single(text);
  const patterns = [...new Set(own.length > 0 ? own : intervals(text))];
  if (known.size > 5000) known.clear();
  known.set(shape, patterns);
  return patterns;
};

/** Every pattern in which a text could be the time of day: `%H:%M`, or an interval of two. */
export const clockPatternsOf = (text: string): readonly string[] => {
  const alone = clockParts(text).filter(({ rest }) => rest === '');
  if (alone.length > 0) return alone.flatMap(({ patterns }) => patterns);
  return apart.flatMap((sign) => {
    const [first = '', second, more] = text.split(sign);
    if (second === undefined || more !== undefined) return [];
    const [from] = clockParts(first).filter(({ rest }) => rest === '');
    const [to] = clockParts(second).filter(({ rest }) => rest === '');
    if (from === undefined || to === undefined) return [];
    return from.patterns.flatMap((one) => to.patterns.map((two) => `${one}${sign}${two}`));
  });
};
