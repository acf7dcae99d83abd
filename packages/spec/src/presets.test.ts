import { describe, expect, test } from 'vitest';
import { parseSpec, preset, presetNames, presetText } from './index.ts';

describe('presets', () => {
  test.each(presetNames)('%s is a spec as it is', (name) => {
    expect(parseSpec(presetText(name), { file: `${name}.yaml` })).toEqual(preset(name));
  });

  test('power-consumption never adds up kilowatts, and predicts what it makes', () => {
    const spec = preset('power-consumption');
    expect(Object.values(spec.values).flatMap(({ aggregate }) => aggregate)).not.toContain('sum');
    expect(Object.values(spec.values).some(({ truncate }) => truncate)).toBe(false);
    expect(spec.lags.fill).toBeUndefined();
    expect(spec.target).toEqual([
      'PowerConsumption_Zone1_mean',
      'PowerConsumption_Zone2_mean',
      'PowerConsumption_Zone3_mean',
    ]);
  });

  test('ray-lab has every fault of the lab', () => {
    const spec = preset('ray-lab');
    expect(Object.values(spec.values).every(({ truncate }) => truncate)).toBe(true);
    expect(spec.values.PowerConsumption_Zone1?.aggregate).toEqual(['sum']);
    expect(spec.lags).toEqual({
      by: ['4h', '8h', '12h', '24h', '48h'],
      clock: 'rows',
      fill: 0,
      columns: 'all',
    });
    expect({ grid: spec.grid, coverage: spec.coverage, naming: spec.naming }).toEqual({
      grid: 'observed',
      coverage: false,
      naming: 'ray-lab',
    });
  });
});
