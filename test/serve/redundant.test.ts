import { openTransform } from '@wattline/online-transform';
import { expect, test } from 'vitest';
import type { Generated } from './generated.ts';
import { replay } from './replay.ts';
import { seal } from './seal.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2024, 0, 1);

/** Two hundred hours of a column, its copy, the same in other units, and one that never changes. */
const generated: Generated = {
  entities: ['a'],
  entity: 'meter',
  rows: Array.from({ length: 200 }, (_, i) => {
    const load = Math.round(Math.sin(i * i) * 500) / 10;
    const at = START + i * HOUR;
    const cells = {
      time: new Date(at).toISOString(),
      meter: 'a',
      load: `${load}`,
      copy: `${load}`,
      // In quarters, so that no digit is lost.
      tilted: `${3 - Math.round(load * 10) * 0.25}`,
      fixed: '7',
    };
    return { at, cells };
  }),
  spec: {
    time: { column: 'time', cadence: '1h' },
    entity: 'meter',
    values: { load: {}, copy: {}, tilted: {}, fixed: {} },
    coverage: false,
    calendar: { fields: ['Year', 'Hour'] },
    lags: { by: ['2h'] },
    target: ['load_mean'],
    select: 'drop-redundant',
    scaling: { method: 'standard' },
  },
};

test('redundant features are in no training set and in no scaled row, and both are the same', async () => {
  const sealed = await seal(generated);
  const transform = openTransform(sealed.preprocessor);
  const training = Object.keys(sealed.scaled[0]?.values ?? {});
  expect(training).toEqual(['Hour', 'load_mean_lag2h', 'fixed_mean_lag2h', 'load_mean']);
  expect(transform.columns(true)).toEqual(training);
  expect(transform.columns(false)).toContain('copy_mean_lag2h');
  expect(sealed.preprocessor).toMatchObject({
    columns: expect.arrayContaining([
      expect.objectContaining({ name: 'Year', role: 'withheld', redundant: { is: 'constant' } }),
      expect.objectContaining({
        name: 'copy_mean_lag2h',
        role: 'withheld',
        redundant: { is: 'same as', column: 'load_mean_lag2h' },
      }),
      expect.objectContaining({
        name: 'tilted_mean_lag2h',
        redundant: expect.objectContaining({ is: 'determined by', column: 'load_mean_lag2h', times: -2.5 }),
      }),
    ]),
  });
  const { differences, pairs } = replay(generated, sealed, [START + 150 * HOUR, START + 400 * HOUR]);
  expect(differences).toEqual([]);
  expect(pairs).toBeGreaterThan(1000);
});
