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

test('names that would be the same have their signs behind them', () => {
  expect(named('load [kW]', 'load (kW)', 'load_kW', 'm²', 'm2', 'load')).toEqual([
    'load_kW_20_5b_5d',
    'load_kW_20_28_29',
    'load_kW_plain',
    'm2_b2',
    'm2_plain',
    'load',
  ]);
  expect(named('a b_c', 'a_b c', 'a_b_c_20')).toEqual(['a_b_c_20_2', 'a_b_c_20_3', 'a_b_c_20']);
});

test('a name without a letter or digit has a word for one, with its signs', () => {
  expect(named('%', '€', '-')).toEqual(['column_25', 'column_20ac', 'column_2d']);
  expect([...plainNames(['+'], 'value').values()]).toEqual(['value_2b']);
});

test('no name becomes that of another when one more joins them, at any place', () => {
  const all = ['load (kW)', 'load_kW', 'load [kW]', '→', '↑', 'a_b', 'a°b', 'm2'];
  const some = (set: number) => plainNames(all.filter((_, index) => ((set >> index) & 1) === 1));
  for (let set = 0; set < 2 ** all.length; set += 1) {
    const before = new Map([...some(set)].map(([name, plain]) => [plain, name]));
    for (let more = 0; more < all.length; more += 1)
      for (const [name, plain] of some(set | (1 << more))) expect(before.get(plain) ?? name).toBe(name);
  }
});
