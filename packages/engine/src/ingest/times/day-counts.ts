/** A count within a day, as a cell has it: `7`, `07`, `7.0`, `HE07`, `SP 7`, `7h`. */
const counted = /^(?:\p{L}{1,4}[-_.]?)?(\d{1,5})(?:\.0+)?(?: ?(?:h|hrs?|uhr))?$/iu;

/** What a cell counts; undefined where it counts nothing. */
export const dayCount = (cell: string): number | undefined => {
  const digits = counted.exec(cell)?.[1];
  return digits === undefined ? undefined : Number(digits);
};
