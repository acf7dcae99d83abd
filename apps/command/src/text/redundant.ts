import type { RedundantColumns } from '@wattline/api';
import { countText } from './numbers.ts';

const SHOWN = 5;

/** Which features tell a model nothing, and whether training sets have them. */
export const redundantText = ({ count, isDropped, columns }: RedundantColumns): string => {
  const named = columns
    .slice(0, SHOWN)
    .map(({ name, is, column }) => `${name} (${is}${column === undefined ? '' : ` ${column}`})`);
  const more = count > named.length ? ', …' : '';
  const where = isDropped ? 'left out of training sets' : 'kept; select: drop-redundant leaves them out';
  return `${countText(count)} ${count === 1 ? 'feature' : 'features'} ${where}: ${named.join(', ')}${more}`;
};
