import { PRICE_LIST } from '@wattline/topology/prices';
import type { Planned } from '../read-planned.ts';
import { idleCost } from './idle.ts';
import { costTable } from './line.ts';
import { costPer1000Uploads } from './per-upload.ts';

/** What a deployment would cost, as text. */
export const costReport = (planned: Pick<Planned, 'resources'>): string => {
  const { lines, uncounted } = idleCost(planned);
  return [
    costTable('US dollars per month while nothing is uploaded', lines),
    costTable('US dollars per 1,000 uploads of 52,000 readings', costPer1000Uploads()),
    `list prices of ${PRICE_LIST.region} on ${PRICE_LIST.asOf}, without tax and free allowances (today's: ${PRICE_LIST.calculator}); workers that join cost what the instances do`,
    ...(uncounted.length === 0 ? [] : [`not counted, for want of a price: ${uncounted.join(', ')}`]),
  ].join('\n');
};
