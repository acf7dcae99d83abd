import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeWith } from '@wattline/test-tools';
import { expect, test } from 'vitest';
import { runCommand } from '../support/command.ts';
import { makeFolder } from '../support/folder.ts';
import { yearOfReadings } from '../support/reference-data.ts';
import { oraclePython, runOracle } from './oracle-python.ts';

/** Of one column: values that were compared, the worst difference relative to the largest value, nulls on one side alone. */
interface Difference {
  readonly values: number;
  readonly worst: number;
  readonly nulls: number;
}

type Differences = Readonly<Record<string, Difference>>;

const SOURCE = 'PowerConsumption_Zone1';

const spec = `time: { column: Datetime, format: "%m/%d/%Y %H:%M", zone: "+00:00", cadence: 10m }
values: { ${SOURCE}: { unit: kW } }
calendar: { fields: [Month, Hour, Weekday, DayOfYear, Quarter, WeekOfYear] }
coverage: false
lags: { by: [1h, 24h, 168h] }
rolling:
  windows: [24h, 168h]
  statistics: [mean, min, max, std, sum, count, median, slope]
  quantiles: [0.1, 0.9]
  lags: [24h]
seasonal:
  seasons: [{ every: 1d, last: 7 }, { every: 7d, last: 4 }]
  statistics: [mean, min, max, std, median]
lagPairs: { pairs: [[1h, 24h], [1h, { mean: 7d }]], as: [difference, ratio] }
expanding: { statistics: [mean, min, max, std, count] }
ewm: { halfLives: [24h] }
differences: { over: [24h] }
`;

/** What only the order of additions may change. */
const ROUNDING = 1e-12;

describeWith('features', { 'Python with mlforecast and LightGBM': oraclePython }, (found) => {
  test('are what mlforecast and pandas make of a year of readings', async () => {
    const folder = await makeFolder();
    const [yaml, out] = [join(folder, 'wattline.yaml'), join(folder, 'out')];
    const file = await yearOfReadings();
    await writeFile(yaml, spec);
    const args = ['run', file, '--spec', yaml, '--out', out, '--data-dir', join(folder, 'data')];
    expect(await runCommand(args)).toMatchObject({ status: 0, stderr: '' });
    const told = await runOracle<Readonly<Record<'mlforecast' | 'pandas', Differences>>>(
      found['Python with mlforecast and LightGBM'],
      'forecasters.py',
      [file, out, SOURCE],
    );
    expect(Object.keys(told.mlforecast)).toHaveLength(40);
    expect(Object.keys(told.pandas)).toHaveLength(12);
    for (const oracle of Object.values(told))
      for (const [name, { values, worst, nulls }] of Object.entries(oracle)) {
        expect([name, nulls]).toEqual([name, 0]);
        expect(values, name).toBeGreaterThan(8_000);
        expect(worst, name).toBeLessThan(ROUNDING);
      }
  });
});
