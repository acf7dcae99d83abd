import { expect, test } from 'vitest';
import { plainNames } from './plain-names.ts';

const named = (...names: string[]) => [...plainNames(names).values()];

test('names keep letters and digits of all scripts, and lose what tools refuse', () => {
  expect(
    named('Wirkleistung [kW]', 'Temp. (°C)', 'Wind m/s', 'V m³', '1.8.0', 'Zählerstand', '電力 (kW)'),
  ).toEqual(['Wirkleistung_kW', 'Temp_C', 'Wind_m_s', 'V_m3', '1_8_0', 'Zählerstand', '電力_kW']);
});

test('a name that is plain stays as it is, underscores too', () => {
  expect(named('_load__kW_', 'Hour', 'हिन्दी')).toEqual(['_load__kW_', 'Hour', 'हिन्दी']);
});

test('of names that would be the same, the later are numbered: what comes last changes none before', () => {
  const names = ['load [kW]', 'load (kW)', 'load_kW', 'load_kW_2', 'load'];
  expect(named(...names)).toEqual(['load_kW', 'load_kW_2', 'load_kW_3', 'load_kW_2_2', 'load']);
  for (let count = 1; count < names.length; count += 1)
    expect(named(...names.slice(0, count))).toEqual(named(...names).slice(0, count));
});

test('a name without a letter or digit has a word for one', () => {
  expect(named('%', '€', '-')).toEqual(['column', 'column_2', 'column_3']);
  expect([...plainNames(['+'], 'value').values()]).toEqual(['value']);
});
