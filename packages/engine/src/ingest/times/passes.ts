/** Which pass of an hour that occurs twice: the first, the second, or nothing says. */
export type Pass = 0 | 1 | 2;

/** An hour with a letter, or a clock: `3A`, `02B:00`, `02:00B`, `02:00 (A)`. */
const lettered = /(?<![\d:.,])(\d{1,2})([AB])(?=$|[\s:.h])|(?<=[:.]\d{2})\s?\(?([AB])\)?$/iu;

/** A time without the letter that says which pass of its hour it is of; undefined where it has none. */
export const withoutPass = (text: string): { text: string; pass: Pass } | undefined => {
  const match = lettered.exec(text);
  if (match === null) return undefined;
  const [whole, hour = '', beside, after] = match;
  const rest = `${text.slice(0, match.index)}${hour}${text.slice(match.index + whole.length)}`;
  return { text: rest, pass: (beside ?? after ?? '').toUpperCase() === 'A' ? 1 : 2 };
};
