import { valueText } from '../text/numbers.ts';

/** A cell of a feature set as a table shows it. */
export const cellText = (cell: string | number | null): string => {
  if (cell === null) return 'null';
  return typeof cell === 'number' ? valueText(cell) : cell;
};
