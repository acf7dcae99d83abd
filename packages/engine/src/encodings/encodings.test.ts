import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Spec } from '@wattline/spec';
import pl from 'nodejs-polars';
import { expect, test } from 'vitest';
import { createIntervalIndex } from '../horizons/interval-index.ts';
import '../polars/index.ts';
import { columns, instantOfHour, type Row, writePartitions } from '../publish/partitions.fixture.ts';
import { sealedJson } from '../publish/sealed-json.ts';
import { writeTrainingSets } from '../publish/write-training-sets.ts';
import { fitSet } from './fit-set.ts';
import { checkNumbers } from './most-numbers.ts';
import type { PlannedEncoding } from './planned-encodings.ts';

const [HOURS, UNTIL, BLOCKS, STEPS, SMOOTHING] = [100, 70, 4, 3, 5];
/** Of ten thousand and of a thousandth, which a plain sum of doubles adds up to other bits in another order. */
const rows: Row[] = Array.from({ length: HOURS * 6 }, (_, i) => {
  const [hour, entity] = [Math.floor(i / 6), i % 6];
  const target = i % 29 === 0 ? null : Math.sin(i) * 10 ** ((i % 8) - 4) + entity;
  return { entity, hour, load: i, lag: null, target };
  // The last entity comes late: earlier parts of the training span do not know it, and its last hours are unseen of none.
}).filter(({ entity, hour }) => entity < 5 || hour >= 30);
const bounds = { validationFrom: instantOfHour(UNTIL), testFrom: instantOfHour(85) };
const planned = (by: PlannedEncoding['by'], of: string): PlannedEncoding => ({
  ...{ by, of, plain: of, columns: [of], blocks: BLOCKS },
  smoothing: by === 'target' ? SMOOTHING : 0,
});
const all = [planned('count', 'Hour'), planned('target', 'entity'), planned('target', 'Hour')];

const fitted = async (method: string, given: readonly Row[], cut = { buckets: 3, periodHours: 40 }) => {
  const spec = Spec.parse({ time: { column: 't' }, values: { load: {} }, scaling: { method } });
  const partitions = await writePartitions(given, cut);
  const span = { from: instantOfHour(0), to: instantOfHour(HOURS - 1) };
  const made = await fitSet({
    ...{ spec, planned: all, columns, partitions, bounds, until: bounds.validationFrom, steps: STEPS },
    intervals: createIntervalIndex(spec, span),
  });
  const folder = mkdtempSync(join(tmpdir(), 'encoded-'));
  const sets = await writeTrainingSets({ columns, ...made, bounds, partitions, folder });
  const frames = [sets.train, sets.validation, sets.test].map(({ path }) => pl.readParquet(path));
  const found = pl.concat(frames).sort(['entity', 'event_timestamp']).toRecords() as Record<
    string,
    unknown
  >[];
  return { ...made, found, columns: frames[0]?.columns };
};

const hourOf = (row: Record<string, unknown>): number =>
  (Number(row.event_timestamp) - Date.parse(instantOfHour(0))) / 3_600_000;

/** What a row should have, worked out from the list of all rows. */
const meanOf = (row: Record<string, unknown>, isLike: (one: Row) => boolean): number | null => {
  const hour = hourOf(row);
  const block = Math.floor(hour / (UNTIL / BLOCKS));
  const begin = Math.round((Math.min(block, BLOCKS) * UNTIL) / BLOCKS);
  const own = Array.from({ length: BLOCKS }, (_, i) => Math.round((i * UNTIL) / BLOCKS)).findLast(
    (b) => b <= hour,
  );
  const until = hour >= UNTIL ? UNTIL : Math.max(0, (own ?? begin) - (STEPS - 1));
  const known = rows.filter((one) => one.hour < until && one.target !== null);
  const sum = (some: readonly Row[]): number => some.reduce((total, one) => total + (one.target ?? 0), 0);
  if (known.length === 0) return null;
  const like = known.filter(isLike);
  return (sum(like) + (SMOOTHING * sum(known)) / known.length) / (like.length + SMOOTHING);
};

const expectNear = (value: unknown, wanted: number | null): void => {
  if (wanted === null) expect(value).toBeNull();
  else expect(Math.abs(Number(value) - wanted)).toBeLessThan(1e-12 * Math.max(1, Math.abs(wanted)));
};

test('words are counted, and have means of what was known before the row, drawn to that of all', async () => {
  const { found, encodings, columns: names } = await fitted('none', rows);
  expect(names?.slice(-4)).toEqual(['count_by_Hour', 'target_by_entity', 'target_by_Hour', 'target']);
  expect(found).toHaveLength(rows.length);
  for (const row of found) {
    const train = rows.filter(({ hour }) => hour < UNTIL && hour % 24 === Number(row.Hour));
    expect(row.count_by_Hour).toBe(train.length);
    expectNear(
      row.target_by_entity,
      meanOf(row, ({ entity }) => `e${entity}` === row.entity),
    );
    expectNear(
      row.target_by_Hour,
      meanOf(row, ({ hour }) => hour % 24 === Number(row.Hour)),
    );
  }
  expect(encodings.map(({ from }) => from.length)).toEqual([1, BLOCKS + 1, BLOCKS + 1]);
});

/** Least value, mean and quartiles by scikit-learn's definitions. */
const lineOf = (method: string, numbers: readonly number[]): readonly [offset: number, scale: number] => {
  const sorted = numbers.toSorted((a, b) => a - b);
  const at = (place: number): number => sorted[place] ?? Number.NaN;
  const quantile = (share: number): number => {
    const place = share * (sorted.length - 1);
    return at(Math.floor(place)) + (at(Math.ceil(place)) - at(Math.floor(place))) * (place % 1);
  };
  const mean = numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
  const variance = numbers.reduce((sum, one) => sum + (one - mean) ** 2, 0) / numbers.length;
  if (method === 'minmax') return [at(0), at(sorted.length - 1) - at(0)];
  return method === 'standard'
    ? [mean, Math.sqrt(variance)]
    : [quantile(0.5), quantile(0.75) - quantile(0.25)];
};

test('they are scaled as other features are, by the numbers of training rows', async () => {
  const plain = await fitted('none', rows);
  for (const method of ['minmax', 'standard', 'robust']) {
    const { found } = await fitted(method, rows);
    for (const name of ['count_by_Hour', 'target_by_entity', 'target_by_Hour']) {
      const trained = plain.found.filter((row) => hourOf(row) < UNTIL && row[name] !== null);
      const [offset, scale] = lineOf(
        method,
        trained.map((row) => Number(row[name])),
      );
      for (const [i, row] of plain.found.entries()) {
        const own = row[name];
        expectNear(found[i]?.[name], own === null ? null : (Number(own) - offset) / scale);
      }
    }
  }
});

test('the same rows give the same bits, however they are cut into files', async () => {
  const one = await fitted('standard', rows);
  const other = await fitted('standard', rows, { buckets: 1, periodHours: 7 });
  expect(sealedJson(other.encodings)).toBe(sealedJson(one.encodings));
});

test('no training row knows its own label, or a later one; no number knows one of after the training span', async () => {
  const before = await fitted('none', rows);
  const [entity, hour] = [2, 40];
  const changed = rows.map((row) =>
    row.hour >= UNTIL || (row.hour === hour && row.entity === entity)
      ? { ...row, target: (row.target ?? 0) * 3 + 100 }
      : row,
  );
  const after = await fitted('none', changed);
  const later = await fitted(
    'none',
    rows.map((row) => (row.hour >= UNTIL ? { ...row, target: 1e9 } : row)),
  );
  expect(later.encodings).toEqual(before.encodings);
  let others = 0;
  for (const [i, row] of after.found.entries()) {
    const was = before.found[i];
    if (hourOf(row) <= hour + STEPS) {
      expect(row.target_by_entity).toBe(was?.target_by_entity);
      expect(row.target_by_Hour).toBe(was?.target_by_Hour);
    } else if (row.target_by_entity !== was?.target_by_entity) others += 1;
  }
  // Rows of later parts do know it.
  expect(others).toBeGreaterThan(100);
});

test('words of which a preprocessor would have too many numbers are refused while they are read', async () => {
  // Twenty times 51 numbers of a word.
  const most = Math.floor(2_000_000 / (20 * 51));
  const spec = Spec.parse({ time: { column: 't' }, values: { load: {} }, scaling: { method: 'none' } });
  const some = Array.from({ length: most + 1 }, (_, entity): Row => {
    return { entity, hour: 0, load: 1, lag: null, target: 1 };
  });
  const partitions = await writePartitions(some, { buckets: 1, periodHours: 2000 });
  const fit = fitSet({
    ...{ spec, columns, partitions, bounds, steps: 1, until: bounds.validationFrom },
    planned: Array.from({ length: 20 }, () => ({ ...planned('target', 'entity'), blocks: 50 })),
    intervals: createIntervalIndex(spec, { from: instantOfHour(0), to: instantOfHour(HOURS - 1) }),
  });
  await expect(fit).rejects.toMatchObject({
    code: 'ENCODINGS_TOO_LARGE',
    message: expect.stringContaining('more than 2000000 numbers'),
  });
});

test('more numbers than a preprocessor may have are refused, of all horizons together', () => {
  const from = Array.from({ length: 11 }, (_, i) => instantOfHour(i));
  const words = Array.from({ length: 20_000 }, (_, i): [string, number[]] => [`${i}`, []]);
  const one = { name: 'load_by_meter', by: 'target' as const, of: 'meter', columns: ['meter'], unseen: [] };
  const sets = Array.from({ length: 9 }, () => [{ ...one, from, words }]);
  expect(() => checkNumbers(sets)).not.toThrow();
  expect(() => checkNumbers([...sets, ...sets.slice(0, 1)])).toThrow(
    expect.objectContaining({ code: 'ENCODINGS_TOO_LARGE', place: { value: 'encodings' } }),
  );
});
