import type { Drift } from '@wattline/api';
import { countText } from './numbers.ts';

const SHOWN = 3;

/** How many columns of later rows have left the training span, and which have most. */
export const driftText = ({ against, isPinned, from, compared, drifted, columns }: Drift): string => {
  const span = isPinned ? `the training span of ${against}, which is pinned` : 'the training span';
  const head = `${countText(drifted)} of ${countText(compared)} columns since ${from.slice(0, 10)}, beside ${span}`;
  const worst = columns.slice(0, SHOWN).map(({ name, psi, ks }) => `${name} (PSI ${psi}, KS ${ks})`);
  return worst.length === 0 ? head : `${head}: ${worst.join(', ')}${compared > SHOWN ? ', …' : ''}`;
};
