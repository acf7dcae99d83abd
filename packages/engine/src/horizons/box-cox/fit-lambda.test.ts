import pl from 'nodejs-polars';
import { expect, test } from 'vitest';
import { utc } from '../../publish/instant.ts';
import { scanPartition } from '../../publish/partition.ts';
import { type Row, writePartitions } from '../../publish/partitions.fixture.ts';
import type { Label } from '../labels.ts';
import { fitLambda } from './fit-lambda.ts';
import { leastOf } from './least-of.ts';
import { makeLabels } from './make-labels.ts';

const label: Label = { name: 'target', column: 'load_mean', as: 'box-cox' };
const size = (i: number): number => ((i * 37) % 101) + 1;

const rowsOf = (value: (size: number) => number, count = 300): Row[] =>
  Array.from({ length: count }, (_, i) => ({
    entity: i % 3,
    hour: Math.floor(i / 3),
    load: null,
    lag: null,
    target: value(size(i)),
  }));
const parted = { buckets: 2, periodHours: 2400 };

/** `scipy.optimize.fminbound` of `scipy.stats.boxcox_llf` from −2 to 2, of scipy 1.17.1. */
test.each<[string, (size: number) => number, number]>([
  ['squares', (u) => u ** 2 / 10, 0.35734325],
  ['exponentials', (u) => Math.exp(u / 20), -0.001274699],
  ['numbers in a row', (u) => u, 0.714686498],
  ['small numbers that hardly differ: the bound', (u) => 20 + u / 1e4, -2],
  ['large ones: the λ by which the largest is e^−10', (u) => 1e6 + u * 10, -10 / Math.log(1_001_010)],
  [
    'and in a unit that is too large: the smallest',
    (u) => 1e-6 * (60 - 1e3 / (u + 20)),
    -10 / Math.log(1e-6 * (60 - 1e3 / 21)),
  ],
  ['the same number: left as it is', () => 7, 1],
])('λ is what scipy finds, of %s', async (_, value, wanted) => {
  const partitions = await writePartitions(rowsOf(value), parted);
  const where = pl.col('target').isNotNull();
  const found = await fitLambda({ partitions, where }, label, 'entity');
  expect(Math.abs(found - wanted)).toBeLessThan(5.1e-4);
  expect(found).toBe(Number(found.toFixed(3)));
});

test.each<[string, (size: number) => number]>([
  ['watt-hours', (u) => 1e7 + u * 10],
  ['watt-hours of a town', (u) => 1e11 * (1 + 1 / (u + 2))],
  ['terajoules', (u) => 1e-8 * (60 - 1e3 / (u + 20))],
])('nine digits come back, also of ten times the largest of them: %s', async (_, value) => {
  const rows = rowsOf(value);
  const last: Row = { entity: 0, hour: 1000, load: null, lag: null, target: 10 * value(101) };
  const partitions = await writePartitions([...rows, last], parted);
  const train = pl.col('event_timestamp').lt(utc('2017-01-20T00:00:00Z'));
  const made = await makeLabels([label], partitions, train, 'entity');
  const lambda = made.labels[0]?.lambda ?? Number.NaN;
  const read = async (some: typeof partitions) => {
    const frame = await pl.concat(some.map(scanPartition)).sort(['event_timestamp', 'entity']).collect();
    return frame.getColumn('target').toArray().map(Number);
  };
  const [values, labels] = [await read(partitions), await read([...made.partitions])];
  // As labels are scaled, and back.
  const trained = labels.slice(0, -1);
  const mean = trained.reduce((sum, one) => sum + one, 0) / trained.length;
  const scale = Math.sqrt(trained.reduce((sum, one) => sum + (one - mean) ** 2, 0) / trained.length);
  for (const [i, one] of labels.entries()) {
    const scaled = (one - mean) * (1 / scale);
    const back = Math.exp(Math.log1p(lambda * (scaled * scale + mean)) / lambda);
    expect(Math.abs(back / (values[i] ?? Number.NaN) - 1)).toBeLessThan(1e-9);
  }
});

test('labels are as of scipy, null where a later value is not above 0, and rows of no training decide nothing', async () => {
  const training = rowsOf((u) => u);
  const later = (values: readonly number[]) =>
    values.map((target, i): Row => ({ entity: 0, hour: 1000 + i, load: null, lag: null, target }));
  const train = pl.col('event_timestamp').lt(utc('2017-01-20T00:00:00Z'));
  const lambdas: unknown[] = [];
  for (const values of [
    [0.5, 2, 0, -1],
    [1e9, 0, 7],
  ]) {
    const partitions = await writePartitions([...training, ...later(values)], parted);
    const made = await makeLabels([label], partitions, train, 'entity');
    const lambda = made.labels[0]?.lambda ?? Number.NaN;
    lambdas.push(lambda);
    const frame = await pl
      .concat(made.partitions.map(scanPartition))
      .filter(pl.col('event_timestamp').gt(utc('2017-02-01T00:00:00Z')))
      .sort('event_timestamp')
      .collect();
    const wanted = values.map((x) => (x > 0 ? Math.expm1(lambda * Math.log(x)) / lambda : null));
    for (const [i, one] of frame.getColumn('target').toArray().entries())
      if (wanted[i] === null) expect(one).toBeNull();
      else expect(one).toBeCloseTo(wanted[i] ?? Number.NaN, 12 - Math.ceil(Math.log10(values[i] ?? 1)));
  }
  expect(lambdas[0]).toBe(lambdas[1]);
});

test('a value of the training span that has no power is refused, by column, time and entity', async () => {
  const rows = rowsOf((u) => (u === 50 ? 0 : u));
  const first = rows.find(({ target }) => target === 0);
  const partitions = await writePartitions(rows, parted);
  await expect(
    fitLambda({ partitions, where: pl.col('target').isNotNull() }, label, 'entity'),
  ).rejects.toMatchObject({
    code: 'BOX_COX_NOT_POSITIVE',
    message: expect.stringContaining(
      `load_mean is 0 at ${new Date(Date.UTC(2017, 0, 1, first?.hour)).toISOString()} of e${first?.entity}`,
    ),
    place: { column: 'load_mean', value: '0' },
    remedy: expect.stringContaining('log1p'),
  });
});

test.each<[string, (x: number) => number, number]>([
  ['a parabola', (x) => (x - 0.3) ** 2, 0.3],
  ['a corner', (x) => Math.abs(x + 1.234), -1.234],
  ['a slope, at its end', (x) => x, -2],
  ['what has no number on one side', (x) => (x < 0.5 ? Number.NaN : (x - 1) ** 4), 1],
])('the least of %s is found', async (_, of, wanted) => {
  let calls = 0;
  const counted = async (x: number) => {
    calls += 1;
    return of(x);
  };
  expect(Math.abs((await leastOf(counted, [-2, 2], 1e-7)) - wanted)).toBeLessThan(1e-3);
  expect(calls).toBeLessThan(90);
});
