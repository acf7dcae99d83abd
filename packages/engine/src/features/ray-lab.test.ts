import { preset } from '@wattline/spec';
import { labTable, referenceData, testWith } from '@wattline/test-tools';
import pl from 'nodejs-polars';
import { expect } from 'vitest';
import { featureColumns } from './feature-columns.ts';
import { featureFrame } from './testing/frames.ts';

testWith({ 'reference data': referenceData, 'lab table': labTable })(
  'ray-lab is the lab’s table cell for cell',
  async ({ 'reference data': data, 'lab table': table }) => {
    const spec = preset('ray-lab');
    const raw = pl.readCSV(data);
    // 2017 in steps of ten minutes without a gap, as the data's description has it.
    const start = Date.UTC(2017, 0, 1);
    const values = Object.keys(spec.values);
    const readings = raw
      .select(pl.col(values).cast(pl.Float64))
      .rows()
      .map((row, i) => ({
        entity: 'all',
        at: start + i * 600_000,
        values: Object.fromEntries(values.map((name, c) => [name, Math.trunc(Number(row[c]))])),
        words: {},
      }));
    const features = await featureFrame(spec, readings);
    const lab = pl.readCSV(table);

    expect(features.columns).toEqual(['event_timestamp', ...lab.columns]);
    expect(features.height).toBe(8736);
    const whole = featureColumns(spec).filter(({ dtype }) => dtype === 'Int64');
    expect(whole.map(({ name }) => name)).toEqual(lab.columns.filter((name) => !/^[A-Z]\w+_mean/.test(name)));
    const numbers = (frame: typeof lab, name: string) => frame.getColumn(name).cast(pl.Float64).toArray();
    for (const name of lab.columns) {
      // Every bit: no tolerance.
      expect(numbers(features, name), name).toEqual(numbers(lab, name));
    }
    expect(features.getColumn('event_timestamp').cast(pl.Int64).cast(pl.Float64).toArray()).toEqual(
      Array.from({ length: 8736 }, (_, i) => start + i * 3_600_000),
    );
  },
);
