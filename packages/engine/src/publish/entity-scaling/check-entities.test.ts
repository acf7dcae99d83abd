import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Spec } from '@wattline/spec';
import pl from 'nodejs-polars';
import { expect, test } from 'vitest';
import { featureColumns } from '../../features/feature-columns.ts';
import '../../polars/index.ts';
import { instantOfHour } from '../partitions.fixture.ts';
import { checkEntityScalings } from './check-entities.ts';

const specOf = (more: object) =>
  Spec.parse({
    time: { column: 't' },
    entity: 'entity',
    values: { load: { aggregate: ['mean', 'max'] } },
    coverage: false,
    calendar: { fields: ['Hour'], cyclical: [] },
    lags: { by: ['4h'], columns: ['load_mean'] },
    rolling: { windows: [] },
    scaling: { by: 'entity' },
    target: { columns: ['load_mean'], horizons: ['1h', '2h'] },
    split: { train: 0.7, validation: 0.15, test: 0.15, folds: { count: 49, test: '1h' } },
    ...more,
  });

const bounds = { validationFrom: instantOfHour(1), testFrom: instantOfHour(2) };

/** So many meters, each with a row in one hour. */
const partitionOf = async (entities: number, hour: number) => {
  const path = join(mkdtempSync(join(tmpdir(), 'entities-')), `${hour}.parquet`);
  await pl
    .DataFrame({
      event_timestamp: Array.from({ length: entities }, () => Date.parse(instantOfHour(hour))),
      entity: Array.from({ length: entities }, (_, i) => `${hour} ${i}`),
    })
    .lazy()
    .withColumn(pl.col('event_timestamp').cast(pl.Int64).cast(pl.Datetime('ms')).dt.replaceTimeZone('UTC'))
    .sinkParquet(path)
    .collect();
  return { bucket: 0, period: `${hour}`, path, rows: entities };
};

test('more scalings than a preprocessor holds are refused: of each entity and column, horizon and fold', async () => {
  // Of the row's own interval load_mean and its lag; of each of two horizons its label, load_mean, its lag and load_max, which
  // is withheld beside the first. All of them in 49 folds too.
  const most = Math.floor(12_000_000 / ((2 + 2 * 4) * 50));
  const check = async (spec: Spec, entities: number, untrained = 0) =>
    checkEntityScalings({
      ...{ spec, columns: featureColumns(spec), entities: entities + untrained, bounds },
      // Folds are trained on rows of validation too.
      partitions: [await partitionOf(entities, 1), await partitionOf(untrained, 2)],
    });
  await check(specOf({}), most);
  await check(specOf({}), most, 1);
  await check(specOf({ scaling: {} }), most + 1);
  await expect(check(specOf({}), most + 1)).rejects.toMatchObject({
    code: 'TOO_MANY_SCALINGS',
    message: expect.stringContaining(`each of ${most + 1} entities and 500 columns`),
    place: { value: 'scaling.by: entity' },
    remedy: expect.stringContaining('folds'),
  });
});
