import type { Shape } from './axes.ts';

/** What was once read wrong, or refused for no reason: the axes that differ from the plainest file, and the seed. */
export const regressions: readonly (Partial<Shape> & { readonly seed: number })[] = [
  { seed: 1000030, losses: '-999' },
  { seed: 1000018, time: 'date and clock in two columns', within: 'repeated header' },
  { seed: 1000013, thousands: 'narrow blank' },
  { seed: 1000029, entities: 'four by site and device' },
  { seed: 1000027, losses: 'No data' },
  { seed: 1000062, beside: 'row number' },
  { seed: 1000075, units: 'units in the names', order: 'shuffled', kind: 'register' },
  { seed: 7000150, losses: '-999' },
];
