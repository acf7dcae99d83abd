import { preset } from '@wattline/spec';
import { describeWith, referenceData } from '@wattline/test-tools';
import pl from 'nodejs-polars';
import { expect, test } from 'vitest';
import { ingestFile } from './ingest-file.ts';
import { scratchFolder } from './testing/ingest-text.ts';

describeWith('the reference data', { 'reference data': referenceData }, ({ 'reference data': path }) => {
  test('without a spec', async () => {
    const { plan, receipt } = await ingestFile({
      path,
      name: 'powerconsumption.csv',
      folder: scratchFolder(),
    });
    expect(receipt.rows).toEqual({
      read: 52_416,
      accepted: 52_416,
      refused: 0,
      exactDuplicates: 0,
      conflicts: 0,
    });
    expect(receipt.source).toMatchObject({ timeFormat: '%m/%d/%Y %H:%M', cadence: '10m' });
    expect(plan.specSource).toBe('inferred');
    expect(Object.keys(plan.spec.values)).toHaveLength(8);
    expect([plan.from, plan.to]).toEqual(['2017-01-01T00:00:00.000Z', '2017-12-30T23:50:00.000Z']);
  });

  test('with the ray-lab preset: whole numbers', async () => {
    const spec = preset('ray-lab');
    const { readings } = await ingestFile({
      path,
      name: 'p.csv',
      folder: scratchFolder(),
      spec,
      specSource: 'preset',
    });
    const frame = pl.readParquet(readings[0]?.path ?? '');
    expect(frame.head(1).rows()[0]?.slice(2, 5)).toEqual([6, 73, 0]);
  });
});
