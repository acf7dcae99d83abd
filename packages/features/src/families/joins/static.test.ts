import { expect, test } from 'vitest';
import { contextOf } from '../../context.ts';
import { lags } from '../lags/family.ts';

const context = contextOf({
  interval: '1h',
  naming: 'wattline',
  entity: 'meter',
  values: {},
  categories: {},
  joins: {
    meters: { columns: ['floor_area_m2'], known: 'static' },
    weather: { columns: ['temperature_mean'] },
  },
  time: { column: 'time', zone: 'UTC', cadence: '1h' },
});
const lagged = (columns: 'all' | string[]): string[] =>
  lags.columns({ by: ['1h'], clock: 'elapsed', fill: undefined, columns }, context).map(({ name }) => name);

test('what an entity is has no lags, unless they are asked for', () => {
  expect(lagged('all')).toEqual(['weather_temperature_mean_lag1h']);
  expect(lagged(['meters_floor_area_m2'])).toEqual(['meters_floor_area_m2_lag1h']);
});
