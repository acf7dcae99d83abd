import { HOURS_PER_MONTH, sqsPerMillion } from '@wattline/topology/prices';
import type { Planned, Resource } from '../read-planned.ts';
import { freeTypes } from './free-types.ts';
import type { CostLine } from './line.ts';
import { type Priced, resourcePrices, times, UnknownPrice } from './resource-prices.ts';

export interface IdleCost {
  readonly lines: readonly CostLine[];
  /** What has a price that is not known here. */
  readonly uncounted: readonly string[];
}

/** A service waits for messages by asking every 5 s. */
const POLLS_PER_HOUR = 720;

const polls: Priced = {
  what: 'service asking its queue',
  usd: (POLLS_PER_HOUR * HOURS_PER_MONTH * sqsPerMillion) / 1e6,
};

/** Without what another resource names as well. */
const paidOnce = (items: readonly Priced[]): Priced[] => {
  const known = new Set<string>();
  return items.filter(({ once }) => {
    if (once === undefined) return true;
    const isNew = !known.has(once);
    known.add(once);
    return isNew;
  });
};

/** The same things in one line: how many, and what they cost together. */
const counted = (items: readonly Priced[]): CostLine[] =>
  [...Map.groupBy(items, ({ what }) => what)].map(([what, same]) => ({
    what: `${same.length} × ${what}`,
    usd: same.reduce((sum, { usd }) => sum + usd, 0),
  }));

/** What a deployment costs a month while nothing is uploaded. */
export const idleCost = ({ resources }: Pick<Planned, 'resources'>): IdleCost => {
  const givesAddresses = resources.some(
    ({ type, values }) => type === 'aws_subnet' && values.map_public_ip_on_launch === true,
  );
  const items: Priced[] = [];
  const uncounted = new Set<string>();
  const price = ({ type, values }: Resource): void => {
    try {
      items.push(...(resourcePrices[type]?.(values, { givesAddresses }) ?? []));
    } catch (error) {
      if (!(error instanceof UnknownPrice)) throw error;
      uncounted.add(error.message);
    }
    if (resourcePrices[type] === undefined && !freeTypes.has(type)) uncounted.add(type);
  };
  resources.forEach(price);
  // The services come with their images; the queues, of which each is asked by one of them, are there from the start.
  const asked = resources.filter(
    ({ type, values }) => type === 'aws_sqs_queue' && !String(values.name).endsWith('-dead-letters'),
  );
  items.push(...times(asked.length, polls));
  return { lines: counted(paidOnce(items)), uncounted: [...uncounted] };
};
