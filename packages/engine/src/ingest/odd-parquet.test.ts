import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ingestContent, rejectionOf } from './testing/ingest-text.ts';

/** Written by pyarrow, since this binding cannot: 24 hourly readings (`time`, `load`) beside what the name says. */
const odd = (name: string): Buffer =>
  readFileSync(new URL(`./testing/odd-parquet/${name}.parquet`, import.meta.url));

test.for([
  ['binary', 'raw', 'Binary'],
  ['float16', 'half', 'Float16'],
  ['nested', 'list', 'List'],
  ['duration', 'took', 'Duration'],
])('a column that cannot be read does not stand in the way: %s', async ([name = '', column, type]) => {
  const { receipt } = await ingestContent(odd(name));
  expect(receipt.rows).toMatchObject({ read: 24, accepted: 24 });
  expect(receipt.columns).toContainEqual(expect.objectContaining({ name: column, role: 'dropped' }));
  expect(receipt.warnings).toContain(
    `column '${column}' has type ${type}, which cannot be read: it is left out`,
  );
});

test.for([
  ['binary', 'raw'],
  ['float16', 'half'],
])('a spec that needs it is told: %s', async ([name = '', column = '']) => {
  const spec = { time: { column: 'time' }, values: { [column]: {} } };
  expect(await rejectionOf(odd(name), { spec })).toMatchObject({
    code: 'COLUMN_TYPE_UNFIT',
    place: { column },
  });
});

test.for([
  ['twice', 'COLUMN_TWICE'],
  ['unnamed', 'COLUMN_UNNAMED'],
  ['decimal', 'PARQUET_CORRUPT'],
])('refused in one clear error: %s', async ([name = '', code]) => {
  expect(await rejectionOf(odd(name))).toMatchObject({
    code,
    remedy: expect.stringMatching(/./),
  });
});

test.for(['longText', 'labels'])('a few bytes that hold 48 MB of text: %s', async (name) => {
  expect((await ingestContent(odd(name))).receipt.rows.accepted).toBe(24);
  const spec = {
    time: { column: 'time' },
    values: { load: {} },
    categories: { note: { vocabulary: ['x'] } },
  };
  expect(await rejectionOf(odd(name), { spec })).toMatchObject({
    code: 'TEXT_TOO_LONG',
    place: { column: 'note' },
  });
});
