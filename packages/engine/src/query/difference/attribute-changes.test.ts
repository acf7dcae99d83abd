import '../../polars/index.ts';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Spec, type SpecInput } from '@wattline/spec';
import pl from 'nodejs-polars';
import { expect, onTestFinished, test } from 'vitest';
import { featureColumns } from '../../features/index.ts';
import type { Manifest } from '../../publish/manifest.ts';
import type { OpenFeatureSet } from '../open-feature-set.ts';
import { attributeChanges } from './attribute-changes.ts';
import type { Cause } from './cause.ts';
import type { RowChange } from './row-change.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 0, 5);
const at = (hour: number): string => new Date(START + hour * HOUR).toISOString();

const base: SpecInput = {
  time: { column: 'time', cadence: '1h' },
  entity: 'meter',
  values: { load: {}, temp: {} },
  lags: { by: ['2h', '24h'], columns: ['load_mean'] },
  rolling: { windows: ['3h'], columns: ['load_mean'], statistics: ['max'] },
};

const opened = (spec: Spec, joined: object[] = []): OpenFeatureSet => ({
  manifest: { spec, columns: featureColumns(spec), joined } as unknown as Manifest,
  useFile: () => Promise.reject(new Error('no feature rows are read')),
  useFiles: () => Promise.reject(new Error('no feature rows are read')),
});

type Reading = readonly [entity: string, hour: number, load: number | null, temp?: number];

/** An upload whose readings are in two files. */
const upload = (
  spec: Spec,
  readings: readonly Reading[],
  columns: string[] = ['load', 'temp'],
): Cause<string> => {
  const folder = mkdtempSync(join(tmpdir(), 'wattline-causes-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const files = [1, 0].map((parity) => {
    const some = readings.filter(([, hour]) => hour % 2 === parity);
    const path = join(folder, `${parity}.parquet`);
    const times = some.map(([, hour]) => START + hour * HOUR);
    pl.DataFrame([
      pl.Series('event_timestamp', times, pl.Float64).cast(pl.Int64).cast(pl.Datetime('ms')),
      pl.Series(
        'meter',
        some.map(([entity]) => entity),
        pl.String,
      ),
      pl.Series(
        'load',
        some.map(([, , load]) => load),
        pl.Float64,
      ),
      ...(columns.includes('temp')
        ? [
            pl.Series(
              'temp',
              some.map(([, , , temp]) => temp ?? 20),
              pl.Float64,
            ),
          ]
        : []),
    ]).writeParquet(path);
    return { bucket: 0, file: path };
  });
  return { spec, columns, files };
};

const changed = (entity: string, hour: number, ...columns: string[]): RowChange => ({
  change: 'changed',
  entity,
  eventTimestamp: at(hour),
  cells: columns.map((column) => ({ column, from: 1, to: 2 })),
});

/** Who changed each row, in short: `upload through hour`. */
const attributed = async (
  changes: readonly RowChange[],
  causes: readonly Cause<string>[],
  spec: Spec,
  /** Of which versions of others each of the two has columns. */
  joined: { readonly from?: object[]; readonly to?: object[] } = {},
) => {
  const sides = { from: opened(spec, joined.from), to: opened(spec, joined.to) };
  const found = await attributeChanges(changes, sides, causes, (files, work) => work(files));
  return found.map(({ by, cells }) => ({
    by: by.map(({ upload, through, reading }) =>
      [upload, through, ...(reading === undefined ? [] : [(Date.parse(reading) - START) / HOUR])].join(' '),
    ),
    cells: cells.map((cell) => cell.by),
  }));
};

const spec = Spec.parse({ ...base, partition: { entityBuckets: 1 } });

test('a row changed through readings in its interval, and where its columns look back', async () => {
  const one = upload(spec, [
    ['a', 5, 1],
    ['a', 6, 1],
    ['b', 9, 1],
  ]);
  const whole = [
    changed('a', 5, 'load_mean'),
    changed('a', 7, 'load_mean_lag2h'),
    changed('a', 30, 'load_mean_lag24h'),
  ];
  expect(await attributed(whole, [one], spec)).toEqual([
    { by: ['0 interval 5'], cells: [undefined] },
    { by: ['0 lookback 5'], cells: [undefined] },
    { by: ['0 lookback 6'], cells: [undefined] },
  ]);
  // A window of three hours ends before the row's own interval.
  const window = [changed('a', 6, 'load_mean_rolling3h_max'), changed('a', 9, 'load_mean_rolling3h_max')];
  expect((await attributed(window, [one], spec)).map(({ by }) => by)).toEqual([
    ['0 lookback 5'],
    ['0 lookback 6'],
  ]);
});

test('each cell names its uploads where a row has several', async () => {
  const causes = [upload(spec, [['a', 5, 1]]), upload(spec, [['a', 3, 1]]), upload(spec, [['b', 5, 1]])];
  const [row] = await attributed([changed('a', 5, 'load_mean', 'load_mean_lag2h')], causes, spec);
  expect(row).toEqual({ by: ['0 interval 5', '1 lookback 3'], cells: [[0], [1]] });
});

test('no upload changed what is joined from another version of a dataset, and its lags', async () => {
  const joining = Spec.parse({
    ...base,
    lags: { by: ['2h'], columns: ['load_mean', 'air.degrees_mean'] },
    joins: { air: { columns: ['degrees_mean'] }, site: { columns: ['area'], known: 'static' } },
    partition: { entityBuckets: 1 },
  });
  const one = upload(joining, [['a', 5, 1]]);
  const rows = [
    changed('a', 5, 'load_mean', 'air_degrees_mean', 'site_area'),
    changed('a', 7, 'air_degrees_mean', 'air_degrees_mean_lag2h'),
  ];
  const versions = (air: string) => [
    { join: 'air', dataset: 'air', version: air },
    { join: 'site', dataset: 'site', version: 'same' },
  ];
  expect(await attributed(rows, [one], joining, { from: versions('1'), to: versions('2') })).toEqual([
    { by: ['0 interval 5'], cells: [undefined, [], undefined] },
    { by: [], cells: [[], []] },
  ]);
  // Where the other dataset did not change, it changed nothing.
  expect(await attributed(rows, [one], joining, { from: versions('1'), to: versions('1') })).toEqual([
    { by: ['0 interval 5'], cells: [undefined, undefined, undefined] },
    { by: ['0 series'], cells: [undefined, undefined] },
  ]);
  // A join that one of them lacks is a change of it.
  expect(await attributed(rows.slice(1), [one], joining, { to: versions('1') })).toEqual([
    { by: [], cells: [[], []] },
  ]);
});

test('an empty cell, and a file without the column, change nothing of it', async () => {
  const causes = [
    upload(spec, [['a', 5, null, Number.NaN]], ['load']),
    upload(spec, [['a', 5, 3]], ['load']),
  ];
  const rows = [changed('a', 5, 'load_mean'), changed('a', 5, 'temp_mean')];
  expect((await attributed(rows, causes, spec)).map(({ by }) => by)).toEqual([
    ['1 interval 5'],
    ['1 series'],
  ]);
});

test('what no reading nearby explains is of the series, else of the dataset', async () => {
  const causes = [upload(spec, [['a', 900, 1]]), upload(spec, [['b', 900, 1]])];
  const rows = [changed('a', 5, 'load_mean'), changed('c', 5, 'load_mean')];
  expect((await attributed(rows, causes, spec)).map(({ by }) => by)).toEqual([
    ['0 series'],
    ['0 dataset', '1 dataset'],
  ]);
});

test('a deletion takes out what lies in its span; what a row looks back to makes no row', async () => {
  const deletion: Cause<string> = {
    files: [],
    deletes: { entity: 'a', fromMs: START + 5 * HOUR, toMs: START + 7 * HOUR },
  };
  const before = upload(spec, [['a', 4, 1]]);
  const gone: RowChange = { ...changed('a', 6, 'load_mean', 'load_mean_lag2h'), change: 'removed' };
  const rows = [
    gone,
    changed('a', 8, 'load_mean_lag2h'),
    changed('a', 9, 'load_mean_lag2h'),
    changed('b', 6, 'load_mean'),
  ];
  expect((await attributed(rows, [deletion, before], spec)).map(({ by }) => by)).toEqual([
    ['0 interval'],
    ['0 lookback'],
    ['0 series', '1 series'],
    ['0 dataset', '1 dataset'],
  ]);
});
