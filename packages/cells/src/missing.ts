/** Cells that mean: no reading. Words are compared without case, numbers by value. */
export interface Missing {
  /** In lower case; the empty cell is always one. */
  readonly words: readonly string[];
  readonly numbers: readonly number[];
}

export const missingOf = (markers: readonly string[]): Missing => ({
  words: [...new Set(['', ...markers.map((marker) => marker.trim().toLowerCase())])],
  numbers: [...new Set(markers.filter((marker) => marker.trim() !== '').map(Number))].filter(Number.isFinite),
});

/** A test of cells. */
export const isMissing = ({ words, numbers }: Missing, cell: string): boolean => {
  const text = cell.trim();
  return words.includes(text.toLowerCase()) || (numbers.length > 0 && numbers.includes(Number(text)));
};
