import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pl, { type DataFrame } from 'nodejs-polars';
import { expect, test } from 'vitest';
import { ingestContent, lenient, rejectionOf, scratchFolder, simpleSpec } from './testing/ingest-text.ts';

const bytesOf = (frame: DataFrame): Buffer => {
  const path = join(scratchFolder(), 'x.parquet');
  frame.writeParquet(path);
  return readFileSync(path);
};
const t = ['2020-01-01 00:00:00', '2020-01-01 00:10:00', '2020-01-01 00:20:00'];
const times = pl.DataFrame({ t }).select(pl.col('t').str.strptime(pl.Datetime('ms'), '%Y-%m-%d %H:%M:%S'));
const withTimes = (columns: Record<string, unknown[]>): DataFrame =>
  pl.concat([times, pl.DataFrame(columns)], { how: 'horizontal' });

test('numbers of any type that fit, times with and without a zone', async () => {
  const frame = withTimes({
    v: [1, 2, 3],
    i: [1n, 2n, 3n],
    b: [true, false, null],
    s: ['1', 'NA', '3'],
    n: [1, Number.NaN, 3],
  });
  const columns = { v: {}, i: {}, b: {}, s: {}, n: {} };
  const typed = frame.withColumns(
    pl.col('v').cast(pl.Int16),
    pl.col('i').cast(pl.UInt64),
    pl.col('n').cast(pl.Float32),
  );
  const { rows, receipt } = await ingestContent(bytesOf(typed), { spec: { ...simpleSpec, values: columns } });
  expect(rows.map((row) => row.slice(2))).toEqual([
    [1, 1, 1, 1, 1],
    [2, 2, 0, null, null],
    [3, 3, null, 3, 3],
  ]);
  expect(receipt.source.kind).toBe('parquet');
  const zoned = frame.withColumn(
    pl.col('t').cast(pl.Datetime('us')).dt.replaceTimeZone('Europe/Paris', 'earliest', 'null'),
  );
  const local = await ingestContent(bytesOf(zoned), { spec: simpleSpec });
  expect(local.rows[0]?.[0]).toBe('2019-12-31T23:00:00.000Z');
  const naive = await ingestContent(bytesOf(frame), {
    spec: { ...simpleSpec, time: { column: 't', zone: '+02:00' } },
  });
  expect(naive.rows[0]?.[0]).toBe('2019-12-31T22:00:00.000Z');
});

test('refused rows are named by their number', async () => {
  const frame = withTimes({ v: [1, Number.POSITIVE_INFINITY, 3] });
  const { refusals, rows } = await ingestContent(bytesOf(frame), { spec: lenient });
  expect(refusals.map(({ line, code }) => [line, code])).toEqual([[2, 'NOT_FINITE']]);
  expect(rows).toHaveLength(2);
});

test('times that are labels, each once in the file, are the texts that they are', async () => {
  const frame = pl.DataFrame({ t: [...t.slice(0, 2), 'never', null], v: [1, 2, 3, 4] });
  const text = await ingestContent(bytesOf(frame), { spec: lenient });
  const labels = await ingestContent(bytesOf(frame.withColumn(pl.col('t').cast(pl.Categorical))), {
    spec: lenient,
  });
  expect(text.refusals).toHaveLength(2);
  expect([labels.rows, labels.refusals]).toEqual([text.rows, text.refusals]);
});

test('without a spec', async () => {
  const { plan } = await ingestContent(bytesOf(withTimes({ power: [1, 2, 3] })));
  expect(Object.keys(plan.spec.values)).toEqual(['power']);
  expect(plan.spec.time.column).toBe('t');
});

test('a type that cannot be a reading; a truncated file; no rows', async () => {
  const frame = withTimes({ v: [[1], [2], [3]] });
  expect((await rejectionOf(bytesOf(frame), { spec: simpleSpec })).code).toBe('COLUMN_TYPE_UNFIT');
  const whole = bytesOf(withTimes({ v: [1, 2, 3] }));
  expect((await rejectionOf(whole.subarray(0, whole.length - 50), { spec: simpleSpec })).code).toBe(
    'PARQUET_CORRUPT',
  );
  expect((await rejectionOf(bytesOf(withTimes({ v: [1, 2, 3] }).head(0)), { spec: simpleSpec })).code).toBe(
    'NO_ROWS',
  );
});
