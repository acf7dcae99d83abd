import { spreadSums } from '../amounts.ts';
import { gauge } from '../gauge/kind.ts';
import { defineKind } from '../kind.ts';

export const total = defineKind({
  key: 'total',
  summary:
    'An amount of the time until the next reading is due: energy of a quarter of an hour, rain of a day',
  aggregate: ['sum'],
  meanings: {
    ...gauge.meanings,
    sum: (source) => `what of the amounts of ${source} lies in the interval`,
  },
  options: [],
  ...spreadSums((source) => ({ column: source })),
});
