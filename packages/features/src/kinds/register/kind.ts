import { countedBy } from '../../internal-columns.ts';
import { spreadSums } from '../amounts.ts';
import { defineKind } from '../kind.ts';

export const register = defineKind({
  key: 'register',
  summary: 'A counter that only grows, as an energy meter’s: an interval has what it counted in it',
  aggregate: ['sum'],
  meanings: {
    sum: (source) => `what ${source} counted in the interval`,
    first: (source) => `first of the interval’s readings of ${source}`,
    last: (source) => `last of the interval’s readings of ${source}`,
    min: (source) => `least of the interval’s readings of ${source}`,
    max: (source) => `greatest of the interval’s readings of ${source}`,
    mean: (source) => `mean of the interval’s readings of ${source}`,
    count: (source) => `count of the interval’s readings of ${source}`,
  },
  options: ['rollsOverAt', 'onReset', 'onExchange', 'mostPerHour', 'bridge'],
  ...spreadSums((source) => ({ column: countedBy(source), since: source })),
});
