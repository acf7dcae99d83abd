import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pl from 'nodejs-polars';
import { expect, test } from 'vitest';
import { scratchFolder } from '../testing/ingest-text.ts';
import { createRefusals } from './refusals.ts';

const written = async (most: number): Promise<string> => {
  const folder = scratchFolder();
  const refusals = createRefusals(join(folder, 'scratch'), [], most);
  for (const lines of [[20, 21, 40], [2, 3, 9], [1000], [5, 21]]) {
    await refusals.add(
      pl
        .DataFrame({
          line: lines,
          column: lines.map(() => 'v'),
          value: lines.map((line) => `a, "${line}"`),
          code: lines.map((_, index) => (index === 0 ? 'B' : 'A')),
          reason: lines.map(() => 'is bad'),
        })
        .withColumn(pl.col('line').cast(pl.Int64)),
    );
  }
  await refusals.write(join(folder, 'quarantine.csv'));
  return readFileSync(join(folder, 'quarantine.csv'), 'utf8');
};

test('refused rows are written in order, the same from scratch files as from memory', async () => {
  const whole = await written(1_000_000);
  expect(whole.split('\n').map((line) => line.split(',')[0])).toEqual(
    ['line', 2, 3, 5, 9, 20, 21, 21, 40, 1000, ''].map(String),
  );
  for (const most of [1, 3, 4]) {
    expect(await written(most)).toBe(whole);
  }
});

test('nothing in them is a formula to a spreadsheet, and numbers stay numbers', async () => {
  const folder = scratchFolder();
  const refusals = createRefusals(join(folder, 'scratch'));
  const values = ['=1+1', '+x', '-x', '@x', '\tx', "'=x", '-5.25', '+7', '1e-7', 'a-b'];
  await refusals.add(
    pl
      .DataFrame({
        line: values.map((_, index) => index + 1),
        column: values.map(() => '=v'),
        value: values,
        code: values.map(() => 'A'),
        reason: values.map(() => 'is bad'),
      })
      .withColumn(pl.col('line').cast(pl.Int64)),
  );
  const path = join(folder, 'quarantine.csv');
  await refusals.write(path);
  const rows = readFileSync(path, 'utf8').trimEnd().split('\n').slice(1);
  expect(rows.map((row) => row.split(',')[2])).toEqual([
    "'=1+1",
    "'+x",
    "'-x",
    "'@x",
    "'\tx",
    "''=x",
    '-5.25',
    '+7',
    '1e-7',
    'a-b',
  ]);
  expect(rows.every((row) => row.split(',')[1] === "'=v")).toBe(true);
});
