import type { Pass } from './passes.ts';

/** A count within a day, as a cell has it: `7`, `07`, `7.0`, `07:00`, `HE07`, `SP 7`, `7h`, `3A`, `02X`. */
const counted =
  /^(?:\p{L}{1,4}[-_.]?)?(\d{1,5})(?:\.0+|(?::00){1,2})?(?: ?(?:h|hrs?|uhr)|(?<pass>[abx]))?$/iu;

/** An hour of the clock that no clock shows: such a day was counted through, from 1 to 25. */
export const isHour25 = (cell: string): boolean => /(?:^|[\sT])25(?::00){1,2}$/.test(cell);

/** What a cell counts; undefined where it counts nothing. */
export const dayCount = (cell: string): number | undefined => {
  const digits = counted.exec(cell)?.[1];
  return digits === undefined ? undefined : Number(digits);
};

/** Which pass of an hour a count says that it is of. */
export const countedPass = (cell: string): Pass => {
  const pass = counted.exec(cell)?.groups?.pass;
  return pass === undefined ? 0 : pass.toLowerCase() === 'a' ? 1 : 2;
};
