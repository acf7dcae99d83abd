/** Minus signs that are none in ASCII, and hyphens. */
const wideMinus = '[\\u{2212}\\u{2010}\\u{2011}\\u{2012}\\u{2013}\\u{fe63}\\u{ff0d}]';

interface SignRule {
  /** A regular expression that Polars and the runtime read alike. */
  readonly pattern: string;
  readonly by: string;
  readonly everywhere?: true;
}

/** What stands around numbers in spreadsheets and accounts, as a plain sign before them: applied one after the other. */
export const signRules: readonly SignRule[] = [
  { pattern: '^="(.*)"$', by: '$1' },
  { pattern: "^'", by: '' },
  { pattern: wideMinus, by: '-', everywhere: true },
  { pattern: '^(\\p{Sc})\\((.*)\\)$', by: '-$1$2' },
  { pattern: '^\\((.*)\\)$', by: '-$1' },
  { pattern: '^-\\s+', by: '-' },
  { pattern: '^([^-]*[0-9.,])\\s*-$', by: '-$1' },
];

const compiled = signRules.map(({ pattern, by, everywhere }) => ({
  regex: new RegExp(pattern, everywhere ? 'gu' : 'u'),
  by,
}));

/** `(1.5)`, `1.5-`, `− 1.5` and `="1.5"` with the sign before the digits. */
export const withPlainSign = (text: string): string =>
  compiled.reduce((rest, { regex, by }) => rest.replace(regex, by), text);
