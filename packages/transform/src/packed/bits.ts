const WORD = 32;

/** How many words so many numbers of so many bits take. */
export const bitWords = (bits: number, numbers: number): number => Math.ceil((bits * numbers) / WORD);

/** Writes the number at a place among those of so many bits (1 to 32), to words that are 0. */
export const writeBits = (words: Uint32Array, bits: number, place: number, number: number): void => {
  const first = place * bits;
  const word = Math.floor(first / WORD);
  const shift = first % WORD;
  words[word] = (words[word] ?? 0) | (number << shift);
  if (shift + bits > WORD) words[word + 1] = number >>> (WORD - shift);
};

/** The number at a place among them. */
export const bitsAt = (words: Uint32Array, bits: number, place: number): number => {
  const first = place * bits;
  const word = Math.floor(first / WORD);
  const shift = first % WORD;
  const low = (words[word] ?? 0) >>> shift;
  const number = shift + bits > WORD ? low | ((words[word + 1] ?? 0) << (WORD - shift)) : low;
  return bits === WORD ? number >>> 0 : number & (2 ** bits - 1);
};
