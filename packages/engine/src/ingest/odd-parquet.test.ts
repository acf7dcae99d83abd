import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parquetMetadataAsync } from 'hyparquet';
import { asyncBufferFromFile } from 'hyparquet/src/node.js';
import { expect, test } from 'vitest';
import { zonesOf } from './formats/parquet/arrow-zones.ts';
import { type Extras, ingestContent, rejectionOf } from './testing/ingest-text.ts';

/** Written by pyarrow, since this binding cannot: 24 hourly readings (`time`, `load`) beside what the name says. */
const odd = (name: string): Buffer =>
  readFileSync(new URL(`./testing/odd-parquet/${name}.parquet`, import.meta.url));

test.for([
  ['binary', 'raw', 'Binary'],
  ['nested', 'list', 'List'],
  ['duration', 'took', 'Duration'],
])('a column that cannot be read does no harm: %s', async ([name = '', column, type]) => {
  const { receipt } = await ingestContent(odd(name));
  expect(receipt.rows).toMatchObject({ read: 24, accepted: 24 });
  expect(receipt.columns).toContainEqual(expect.objectContaining({ name: column, role: 'dropped' }));
  expect(receipt.warnings).toContain(
    `column '${column}' has type ${type}, which cannot be read: it is left out`,
  );
});

test('a spec that needs it is refused', async () => {
  const spec = { time: { column: 'time' }, values: { raw: {} } };
  expect(await rejectionOf(odd('binary'), { spec })).toMatchObject({
    code: 'COLUMN_TYPE_UNFIT',
    place: { column: 'raw' },
  });
});

test.for([
  ['float16', 'half'],
  ['decimal', 'load'],
  ['unknownZone', 'load'],
])(
  'types that the native reader does not know are read all the same: %s',
  async ([name = '', column = '']) => {
    const spec = { time: { column: 'time' }, values: { [column]: {} } };
    const { rows } = await ingestContent(odd(name), { spec });
    expect(rows).toHaveLength(24);
    expect(rows.every((row) => typeof row[2] === 'number')).toBe(true);
  },
);

test.for([
  ['found', undefined],
  ['declared', { spec: { time: { column: ['day', 'clock'] }, values: { load: {} } } }],
] satisfies [string, Extras | undefined][])(
  'a date and a time of day in columns of their own are one time: %s',
  async ([, extras]) => {
    const { rows, receipt } = await ingestContent(odd('dateAndClock'), extras);
    expect(receipt.rows).toMatchObject({ read: 48, accepted: 48 });
    const halfHours = Array.from({ length: 48 }, (_, i) => [
      new Date(Date.UTC(2024, 2, 1, 6) + i * 1_800_000).toISOString(),
      'all',
      i,
    ]);
    expect(rows).toEqual(halfHours);
  },
);

test.for([
  ['twice', 'COLUMN_TWICE'],
  ['unnamed', 'COLUMN_UNNAMED'],
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

test('time zones that no database has are for display: the instants are read, and the column is named', async () => {
  const { rows, receipt } = await ingestContent(odd('zones'));
  expect(rows.slice(0, 2).map(([at]) => at)).toEqual([
    '2024-01-01T00:00:00.000Z',
    '2024-01-01T01:00:00.000Z',
  ]);
  expect(receipt.rows).toMatchObject({ read: 24, accepted: 24 });
  expect(receipt.warnings.filter((warning) => warning.includes('names the time zone'))).toEqual([
    expect.stringMatching(/^column 'time' names the time zone 'fixed', which no time zone database has: /),
    expect.stringMatching(
      /^column 'seen' names .* 'europe\/paris', which no .* has \(it has Europe\/Paris\): /,
    ),
  ]);
});

test('the zones of an Arrow schema are found; a damaged one harms nothing', async () => {
  const file = await asyncBufferFromFile(
    fileURLToPath(new URL('./testing/odd-parquet/zones.parquet', import.meta.url)),
  );
  const { key_value_metadata: pairs = [] } = await parquetMetadataAsync(file);
  const schema = pairs.find(({ key }) => key === 'ARROW:schema')?.value ?? '';
  expect(zonesOf(schema)).toEqual([
    { column: 'time', zone: 'fixed' },
    { column: 'seen', zone: 'europe/paris' },
    { column: 'known', zone: 'Europe/Paris' },
  ]);
  const bytes = Buffer.from(schema, 'base64');
  for (let at = 0; at < bytes.length; at += 1)
    for (const byte of [0x00, 0x7f, 0xff]) {
      const damaged = Buffer.from(bytes);
      damaged[at] = byte;
      expect(zonesOf(damaged.toString('base64'))).toBeInstanceOf(Array);
    }
});
