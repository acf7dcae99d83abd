/** Which pass of an hour that occurs twice: the first, the second, or nothing says. */
export type Pass = 0 | 1 | 2;

/** An hour with a letter, or a clock: `3A`, `02B:00`, `02:00B`, `02:00 (A)`. */
const lettered = /(?<![\d:.,])(\d{1,2})([AB])(?=$|[\s:.h])|(?<=[:.]\d{2})\s?\(?([AB])\)?$/iu;

/** A zone word in brackets, of summer or of winter: `02:00:00 (CEST)`. */
const worded = /\s?\((?:(CEST|MESZ|EEST|WEST|BST|[A-Z]{1,2}DT)|(?:CET|MEZ|EET|WET|GMT|[A-Z]{1,2}ST))\)/g;

/** A time, or an interval of two, without zone words in brackets; that of the first time says which pass it is of. */
const withoutWord = (text: string): { text: string; pass: Pass } | undefined => {
  const [first] = text.matchAll(worded);
  if (first === undefined) return undefined;
  const isOfFirst = first.index < text.length / 2 || !/\s[-–/]\s/.test(text);
  const pass = !isOfFirst ? 0 : first[1] === undefined ? 2 : 1;
  return { text: text.replace(worded, ''), pass };
};

/** A time without the letter or word that says which pass of its hour it is of; undefined where it has none. */
export const withoutPass = (text: string): { text: string; pass: Pass } | undefined => {
  const match = lettered.exec(text);
  if (match === null) return withoutWord(text);
  const [whole, hour = '', beside, after] = match;
  const rest = `${text.slice(0, match.index)}${hour}${text.slice(match.index + whole.length)}`;
  return { text: rest, pass: (beside ?? after ?? '').toUpperCase() === 'A' ? 1 : 2 };
};
