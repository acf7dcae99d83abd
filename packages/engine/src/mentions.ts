const WORD = /[\p{L}\p{N}_]/u;

const isWord = (character: string | undefined): boolean => character !== undefined && WORD.test(character);

const isNumber = (name: string): boolean => name.trim() !== '' && Number.isFinite(Number(name));

/** Whether the characters beside a place in a text are none of a longer word: M1 is no part of M10. */
const standsAlone = (text: string, from: number, to: number): boolean => {
  const before = text.slice(0, from).at(-1);
  return !(isWord(text[from]) && isWord(before)) && !(isWord(text[to - 1]) && isWord(text[to]));
};

/**
 * Whether a text names a series: the name alone, or as a word of its own. A name that is a number counts in quotes alone,
 * since any number could be it otherwise.
 */
export const mentions = (text: string, name: string): boolean => {
  if (text.trim() === name) return true;
  const quoted = [`"${name}"`, `'${name}'`];
  if (isNumber(name)) return quoted.some((word) => text.includes(word));
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1))
    if (standsAlone(text, at, at + name.length)) return true;
  return false;
};
