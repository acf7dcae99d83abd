const WORD = 32;

/** How many words so many numbers of so many bits take. */
export const bitWords = (bits: number, numbers: number): number => Math.ceil((bits * numbers) / WORD);

/** Writes numbers of 1 to 32 bits one after the other, to words that are 0. */
export const writeBits = (words: Uint32Array, bits: number, numbers: Uint32Array): void => {
  for (let i = 0; i < numbers.length; i += 1) {
    const number = numbers[i] ?? 0;
    const first = i * bits;
    const [word, shift] = [Math.floor(first / WORD), first % WORD];
    words[word] = (words[word] ?? 0) | (number << shift);
    if (shift + bits > WORD) words[word + 1] = number >>> (WORD - shift);
  }
};

/** The number at a place among them. */
export const bitsAt = (words: Uint32Array, bits: number, place: number): number => {
  const first = place * bits;
  const [word, shift] = [Math.floor(first / WORD), first % WORD];
  const low = (words[word] ?? 0) >>> shift;
  const number = shift + bits > WORD ? low | ((words[word + 1] ?? 0) << (WORD - shift)) : low;
  return bits === WORD ? number >>> 0 : number & (2 ** bits - 1);
};
