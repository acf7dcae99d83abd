import { Spec } from '@wattline/spec/schema';
import { expect, test } from 'vitest';
import { parseSealed } from './sealed-transform.ts';

const spec = Spec.parse({
  time: { column: 'time', cadence: '1h' },
  values: { 'load [kW]': {} },
  calendar: { fields: [] },
});

const sealedWith = (column: string) => ({
  format: 1,
  dataset: 'town',
  version: 'v1',
  spec,
  columns: [
    column,
    'readings_present',
    'readings_expected',
    'coverage',
    ...[4, 8, 12, 24, 48].map((by) => `${column}_lag${by}h`),
  ].map((name) => ({ name, dtype: 'Float64', role: 'feature' })),
  scaler: { method: 'none', features: [], targets: [] },
});

test('a version from before columns had plain names is served by the names that it has', () => {
  expect(parseSealed(sealedWith('load [kW]_mean')).spec.naming).toBe('as-written');
  expect(parseSealed(sealedWith('load_kW_mean')).spec.naming).toBe('wattline');
});
