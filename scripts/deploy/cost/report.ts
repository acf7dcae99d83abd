import type { Planned } from '../read-planned.ts';
import { idleCost } from './idle.ts';
import { costTable } from './line.ts';
import { costPer1000Uploads } from './per-upload.ts';
import { PRICES_OF } from './prices.ts';

/** What a deployment would cost, for a person to read. */
export const costReport = (planned: Pick<Planned, 'resources'>): string => {
  const { lines, uncounted } = idleCost(planned);
  return [
    costTable('US dollars per month while nothing is uploaded', lines),
    costTable('US dollars per 1,000 uploads of 52,000 readings', costPer1000Uploads()),
    `list prices of ${PRICES_OF}, without tax and free allowances; workers that join cost what the instances do`,
    ...(uncounted.length === 0 ? [] : [`not counted, for want of a price: ${uncounted.join(', ')}`]),
  ].join('\n');
};
