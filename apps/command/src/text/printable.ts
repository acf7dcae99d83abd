/** Control characters, and those that turn the direction of text. */
const UNPRINTABLE = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;
const UNPRINTABLE_IN_LINES = /(?![\n\t])[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;
/** Colours, as `styleText` writes them. */
const STYLE = new RegExp(`(${String.fromCharCode(27)}\\[[\\d;]*m)`);

const escaped = (character: string): string =>
  `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;

/** One line of text that a terminal shows as it is: a name of a file or a column may hold anything. */
export const printableText = (text: string): string => text.replace(UNPRINTABLE, escaped);

/** The same for all text in a value. Lines of a message stay lines, each below the first indented. */
export const printable = <Value>(value: Value): Value => {
  if (typeof value === 'string') return value.split('\n').map(printableText).join('\n  ') as Value;
  if (Array.isArray(value)) return value.map(printable) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [printableText(key), printable(each)]),
  ) as Value;
};

/** The last guard before the terminal: keeps lines, tabs and colours, and escapes every other control character. */
export const guarded = (text: string): string =>
  text
    .split(STYLE)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(UNPRINTABLE_IN_LINES, escaped)))
    .join('');

/** JSON escapes the control characters below space, but not those above, which terminals obey too. */
export const guardedJson = (json: string): string => json.replace(UNPRINTABLE_IN_LINES, escaped);
