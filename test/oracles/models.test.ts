import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeWith } from '@wattline/test-tools';
import { expect, test } from 'vitest';
import { runCommand } from '../support/command.ts';
import { makeFolder } from '../support/folder.ts';
import { oraclePython, runOracle } from './oracle-python.ts';

interface Fitted {
  readonly lightgbm: boolean;
  readonly 'scikit-learn': boolean;
  readonly features: readonly string[];
  /** Mean absolute errors of the two on the validation set, and the mean distance from its mean. */
  readonly errors: readonly number[];
  readonly spread: number;
  /** Values of encoded columns, and how far they are from those of scikit-learn's TargetEncoder and of counts of pandas. */
  readonly encoded: { readonly columns: number; readonly values: number; readonly differences: number };
  /** λ of Box-Cox as sealed and as scipy finds it, and the greatest distance of labels from scipy's of the same λ. */
  readonly power: { readonly sealed: number; readonly scipy: number; readonly labels: number };
}

const HOURS = 60 * 24;

/** Two months of a load that goes up and down with the day, of two meters; as European loggers write it. */
const text = `Zeit;Zähler Nr.;Wirkleistung [kW];Temp. (°C);Tarif/Zone\n${Array.from(
  { length: HOURS },
  (_, hour) => {
    const at = new Date(Date.UTC(2024, 0, 1) + hour * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
    const [load, heat] = [50 + 20 * Math.sin((hour * Math.PI) / 12), 5 + 8 * Math.sin(hour / 30)].map(
      (value) => value.toFixed(2).replace('.', ','),
    );
    const tariff = hour % 24 < 6 ? 'off-peak' : 'on-peak';
    return [1, 2].map((meter) => `${at};${meter};${load};${heat};${tariff}\n`).join('');
  },
).join('')}`;

const spec = `time: { column: Zeit, zone: UTC, cadence: 1h }
entity: Zähler Nr.
values: { "Wirkleistung [kW]": { unit: kW }, "Temp. (°C)": { known: future } }
categories: { Tarif/Zone: { vocabulary: [on-peak, off-peak], known: future } }
lags: { by: [24h, 48h] }
target: { columns: ["Wirkleistung [kW]_mean"], horizons: [1h], as: box-cox }
encodings: { count: { columns: [Zähler Nr., Tarif/Zone] }, target: { columns: [Zähler Nr., Tarif/Zone], smoothing: 20, blocks: 4 } }
`;

describeWith('models', { 'Python with mlforecast and LightGBM': oraclePython }, (found) => {
  test('of LightGBM and scikit-learn take training sets as they are, whatever the file’s columns are called', async () => {
    const folder = await makeFolder();
    const [file, yaml, out] = ['meters.csv', 'wattline.yaml', 'out'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    await writeFile(file, text);
    await writeFile(yaml, spec);
    const args = ['run', file, '--spec', yaml, '--out', out, '--data-dir', join(folder, 'data')];
    expect(await runCommand(args)).toMatchObject({ status: 0, stderr: '' });
    const { features, errors, spread, encoded, power, ...taken } = await runOracle<Fitted>(
      found['Python with mlforecast and LightGBM'],
      'fit_models.py',
      [out],
    );
    expect(taken).toEqual({ lightgbm: true, 'scikit-learn': true });
    // Of two columns of words in four parts of the training span, and after it.
    expect(encoded).toEqual({ columns: 4, differences: expect.closeTo(0, 10), values: expect.any(Number) });
    expect(encoded.values).toBeGreaterThan(4 * HOURS);
    expect(features).toEqual(
      expect.arrayContaining([
        'Temp_C_mean',
        'Wirkleistung_kW_mean_lag24h',
        'Tarif_Zone_on_peak',
        'count_by_Tarif_Zone',
      ]),
    );
    for (const name of features) expect(name).toMatch(/^[\p{L}\p{M}\p{Nd}_]+$/u);
    // Of three digits.
    expect(Math.abs(power.sealed - power.scipy)).toBeLessThan(5.1e-4);
    expect(power.labels).toBeLessThan(1e-9);
    // What a day is like is learned.
    for (const error of errors) expect(error).toBeLessThan(spread / 2);
    const manifest = JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8')) as {
      columns: { name: string; label?: string }[];
      serving: { readings: { name: string }[] };
    };
    const labels = Object.fromEntries(manifest.columns.map(({ name, label }) => [name, label]));
    expect(labels).toMatchObject({
      Zähler_Nr: 'Zähler Nr.',
      Wirkleistung_kW_mean: 'Wirkleistung [kW]_mean',
      Tarif_Zone_on_peak: 'Tarif/Zone_on-peak',
    });
  });
});
