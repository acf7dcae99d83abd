import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Spec } from '@wattline/spec';
import pl from 'nodejs-polars';
import { describe, expect, test } from 'vitest';
import { fitScaler } from './fit-scaler.ts';
import { inCanonicalOrder } from './partition.ts';
import { columns, frameOf, instantOfHour, type Row, writePartitions } from './partitions.fixture.ts';
import { makePreprocessor, Preprocessor } from './preprocessor.ts';
import { unscaleTargets } from './scale.ts';
import { sealedJson } from './sealed-json.ts';
import { trainingRows } from './training-rows.ts';
import {
  trainingSetNames,
  trainingSetRows,
  writeTrainingSet,
  writeTrainingSets,
} from './write-training-sets.ts';

const rows: Row[] = Array.from({ length: 600 }, (_, i) => {
  const hour = Math.floor(i / 6);
  const load = i % 17 === 0 ? null : Math.sin(i) * 1e4 + i / 3;
  return {
    entity: i % 6,
    hour,
    load,
    lag: hour < 4 ? null : Math.cos(i),
    target: i % 29 === 0 ? null : i * 1.7,
  };
});
const spec = Spec.parse({
  time: { column: 't' },
  values: { load: {} },
  categories: { tariff: { vocabulary: ['day', 'night'] } },
  scaling: { method: 'standard' },
});
const bounds = { validationFrom: instantOfHour(70), testFrom: instantOfHour(85) };
const folder = () => mkdtempSync(join(tmpdir(), 'training-'));
const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

const written = async (some: { testFrom?: string } = {}) => {
  const partitions = await writePartitions(rows, { buckets: 3, periodHours: 40 });
  const scaler = await fitScaler({ spec, columns, partitions, bounds });
  const options = { columns, scaler, bounds: { ...bounds, ...some }, partitions };
  return { ...options, sets: await writeTrainingSets({ ...options, folder: folder() }) };
};

describe('writeTrainingSets', () => {
  test('puts every row into its split, in canonical order, without withheld columns', async () => {
    const { sets } = await written();
    expect(sets.train).toMatchObject({ rows: 420, from: instantOfHour(0), to: instantOfHour(69) });
    expect(sets.validation).toMatchObject({ rows: 90, from: instantOfHour(70), to: instantOfHour(84) });
    expect(sets.test).toMatchObject({ rows: 90, from: instantOfHour(85), to: instantOfHour(99) });
    const frame = pl.readParquet(sets.train.path);
    expect(frame.columns).toEqual(['event_timestamp', 'entity', 'load', 'load_lag_4h', 'Hour', 'target']);
    const order = [...new Set(frame.getColumn('entity').toArray())];
    // Buckets 0, 1, 2 of two periods each: entities come back in the second period.
    expect(order).toEqual(['e0', 'e3', 'e1', 'e4', 'e2', 'e5']);
    const times = frame
      .filter(pl.col('entity').eq(pl.lit('e4')))
      .getColumn('Hour')
      .toArray();
    expect(times).toEqual(Array.from({ length: 70 }, (_, hour) => hour % 24));
  });

  test('writes the same bytes on every run and in any order of partitions', async () => {
    const { sets, ...options } = await written();
    const again = await writeTrainingSets({
      ...options,
      partitions: options.partitions.toReversed(),
      folder: folder(),
    });
    for (const name of ['train', 'validation', 'test'] as const) {
      expect(sha256(again[name].path)).toBe(sha256(sets[name].path));
    }
  });

  test('writes an empty split with all its columns', async () => {
    const { sets } = await written({ testFrom: instantOfHour(1000) });
    expect(sets.test).toEqual({ path: sets.test.path, rows: 0 });
    expect(pl.readParquet(sets.test.path).schema).toEqual(pl.readParquet(sets.train.path).schema);
  });
});

describe('the preprocessor', () => {
  test('read back, makes the training files of unscaled features, and inverts targets', async () => {
    const { sets, scaler, partitions } = await written();
    const made = makePreprocessor({
      dataset: 'house',
      plan: { spec, version: '0123', engineVersion: '1' },
      columns,
      bounds,
      scaler,
    });
    const text = sealedJson(made);
    const preprocessor = Preprocessor.parse(JSON.parse(text));
    expect(sealedJson(preprocessor)).toBe(text);
    expect(preprocessor.vocabularies).toEqual({ tariff: ['day', 'night'] });

    const canonical = pl.concat(inCanonicalOrder(partitions).map((p) => pl.readParquet(p.path)));
    const made2 = await trainingRows(preprocessor)(canonical.lazy()).collect();
    const files = pl.concat([sets.train, sets.validation, sets.test].map((set) => pl.readParquet(set.path)));
    const sorted = (frame: pl.DataFrame) => frame.sort(['entity', 'event_timestamp']);
    expect(sorted(files).frameEqual(sorted(made2), true)).toBe(true);

    const back = await unscaleTargets(preprocessor.scaler)(sorted(files).lazy()).collect();
    const raw = await frameOf(rows).sort(['entity', 'event_timestamp']).collect();
    const error = back.getColumn('target').sub(raw.getColumn('target')).abs().max();
    expect(error).toBeLessThan(1e-9);
    expect(back.getColumn('target').nullCount()).toBe(raw.getColumn('target').nullCount());
  });
});

test('the files have the same bytes whether all rows are held, the later ones alone, or none', async () => {
  // More than a row group of a file, in each of two partitions.
  const many = Array.from({ length: 300_000 }, (_, i): Row => {
    const load = i % 17 === 0 ? null : Math.sin(i) * 1e4;
    return { entity: i % 2, hour: Math.floor(i / 2), load, lag: Math.cos(i), target: i / 3 };
  });
  const partitions = await writePartitions(many, { buckets: 2, periodHours: 1_000_000 });
  const later = { validationFrom: instantOfHour(120_000), testFrom: instantOfHour(135_000) };
  const options = {
    columns,
    scaler: await fitScaler({ spec, columns, partitions, bounds: later }),
    partitions,
  };
  const wanted = trainingSetRows(later);
  const alone = await Promise.all(
    trainingSetNames.map((name) =>
      writeTrainingSet(options, wanted[name], join(folder(), `${name}.parquet`)),
    ),
  );
  for (const mostHeld of [3_000_000, 500_000, 1]) {
    const sets = await writeTrainingSets({ ...options, bounds: later, folder: folder(), mostHeld });
    for (const [i, name] of trainingSetNames.entries()) {
      expect({ ...sets[name], path: '' }).toEqual({ ...alone[i], path: '' });
      expect(sha256(sets[name].path)).toBe(sha256(alone[i]?.path ?? ''));
    }
  }
});
