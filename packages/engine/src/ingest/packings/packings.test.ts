import { gzipSync, zstdCompressSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { hourRows, hours } from '../testing/hours.ts';
import { ingestContent, rejectionOf } from '../testing/ingest-text.ts';

const rowsText = (from: number, to: number): string =>
  hours(48)
    .slice(from, to)
    .map(({ time, value }) => `${time},${value}\n`)
    .join('');
const text = Buffer.from(`time,value\n${rowsText(0, 48)}`);
const half = Buffer.from(`time,value\n${rowsText(0, 24)}`);
const rest = Buffer.from(rowsText(24, 48));
const ndjson = Buffer.from(
  hours(48)
    .map((hour) => `${JSON.stringify(hour)}\n`)
    .join(''),
);

test.each([
  ['csv.gz', 'one gzip member', gzipSync(text)],
  ['csv.gz', 'two gzip members', Buffer.concat([gzipSync(half), gzipSync(rest)])],
  ['csv.zst', 'one zstd frame', zstdCompressSync(text)],
  ['csv.zst', 'two zstd frames', Buffer.concat([zstdCompressSync(half), zstdCompressSync(rest)])],
  ['csv.zip', 'a zip archive', zipSync({ 'readings.csv': text })],
  ['csv.zip', 'a stored zip member', zipSync({ 'a/readings.csv': [text, { level: 0 }] })],
  [
    'csv.zip',
    'a zip archive with what file managers add',
    zipSync({
      'readings.csv': text,
      '__MACOSX/._readings.csv': Buffer.from('x'),
      'README.txt': Buffer.from('x'),
    }),
  ],
  ['json.zip', 'NDJSON in zip', zipSync({ 'readings.ndjson': ndjson })],
  ['json.gz', 'NDJSON in gzip', gzipSync(ndjson)],
])('%s: %s is read', async (kind, _, content) => {
  const { rows, receipt } = await ingestContent(content);
  expect(receipt.source.kind).toBe(kind);
  expect(rows).toEqual(hourRows(48));
});

test.each([
  ['a zstd archive that is cut off', zstdCompressSync(text).subarray(0, 60), 'ZSTD_CORRUPT'],
  ['a zip archive that is cut off', zipSync({ 'a.csv': text }).subarray(0, 200), 'ZIP_CORRUPT'],
  [
    'a stored zip member of which one digit changed',
    Buffer.from(zipSync({ 'a.csv': [text, { level: 0 }] })).map((byte, at, all) =>
      at === Buffer.from(all).indexOf('2021-03-01T05') + 12 ? 0x36 : byte,
    ),
    'ZIP_CORRUPT',
  ],
  ['a zip archive of two tables', zipSync({ 'a.csv': text, 'b.csv': text }), 'ZIP_UNFIT'],
  ['a zip archive of nothing', zipSync({ 'readme.md': text }), 'ZIP_UNFIT'],
])('%s is refused', async (_, content, code) => {
  expect(await rejectionOf(content)).toMatchObject({ code });
});

test('a zip archive that unfolds too far is refused', async () => {
  const limits = { maxBytes: 1000, maxRatio: 200, ratioFromBytes: 2 ** 30 };
  const error = await rejectionOf(zipSync({ 'a.csv': text }), { unpackLimits: limits });
  expect(error).toMatchObject({ code: 'ZIP_BOMB' });
});
