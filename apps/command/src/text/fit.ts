import type { KeptFit } from '@wattline/api';
import { countText } from './numbers.ts';

const percent = (share: number): string => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;

/** When a scaler that stays was fitted, and how far rows have left that since. */
export const fitText = ({ to, isNew, files, outgrown }: KeptFit): string => {
  const fitted = `fitted to readings until ${to.slice(0, 10)}${isNew ? ' by this version' : ''}`;
  const { rows, outside, columns } = outgrown;
  const written = `${countText(files.made)} training files written, ${countText(files.carried)} taken over`;
  if (rows === 0) return `${fitted}; ${written}`;
  const [worst] = columns;
  const shift = worst?.shift === undefined ? '' : `, its mean ${worst.shift.toFixed(1)} deviations away`;
  const most = worst === undefined ? '' : ` (${worst.name} ${percent(worst.outside)}${shift})`;
  return `${fitted}; ${written}; of ${countText(rows)} later rows ${percent(outside)} of the values are outside of the fitted range${most}`;
};
