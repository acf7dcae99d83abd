import { expect, test } from 'vitest';
import type { FeatureColumn } from '../features/feature-columns.ts';
import { withoutRedundantAhead } from './horizon-columns.ts';

const column = (name: string, redundant?: FeatureColumn['redundant']): FeatureColumn => ({
  name,
  kind: 'value',
  dtype: 'Float64',
  from: 'test',
  role: redundant === undefined ? 'feature' : 'withheld',
  ...(redundant && { redundant }),
});

test('a redundant column is left out of a horizon where what it repeats is of the same row', () => {
  const columns = [
    column('hour'),
    column('load'),
    column('year', { is: 'constant' }),
    column('hour_again', { is: 'same as', column: 'hour' }),
    column('sun', { is: 'determined by', column: 'hour', times: 2, plus: 1 }),
  ];
  const ahead = [
    { name: 'hour', of: 'label' },
    { name: 'load', of: 'origin' },
    { name: 'year', of: 'label' },
    { name: 'hour_again', of: 'label' },
    { name: 'sun', of: 'origin' },
  ] as const;
  expect(withoutRedundantAhead(ahead, columns).map(({ name }) => name)).toEqual(['hour', 'load', 'sun']);
});
