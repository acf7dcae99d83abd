import { gzipSync } from 'node:zlib';
import type { SpecInput } from '@wattline/spec';
import { describe, expect, test } from 'vitest';
import { ingestContent, lenient, rejectionOf, simpleSpec } from './testing/ingest-text.ts';

const T = (minute: number): string => `2020-01-01 00:${String(minute).padStart(2, '0')}:00`;
const good = (rows: number): string =>
  Array.from({ length: rows }, (_, row) => `${1_600_000_000 + row * 60},${row}`).join('\n');

describe('files that cannot be used', () => {
  test.each<[code: string, what: string, content: string | Uint8Array]>([
    ['FILE_EMPTY', 'nothing at all', ''],
    ['FILE_EMPTY', 'blank lines', '\n\n \n'],
    ['NO_ROWS', 'a header alone', 't,v\n'],
    ['COLUMN_MISSING', 'a column that the spec names is missing', `t,w\n${T(0)},1\n`],
    ['QUOTE_UNCLOSED', 'a quote that is never closed', `t,v\n${T(0)},1\n${T(1)},"2\n${T(2)},3\n`],
    ['ZIP_CORRUPT', 'the beginning of a zip archive', Buffer.from('504b030414000000', 'hex')],
    ['FILE_NOT_TABULAR', 'binary data', Buffer.from([1, 0, 2, 3, 0, 0, 7, 8, 0])],
    ['FILE_NOT_TABULAR', 'a web page', '<!DOCTYPE html><html></html>'],
    ['FILE_NOT_TABULAR', 'gzip within gzip', gzipSync(gzipSync('t,v\n'))],
    ['FILE_EMPTY', 'gzip of nothing', gzipSync('')],
    ['GZIP_TRUNCATED', 'half a gzip archive', gzipSync(`t,v\n${good(5000)}`).subarray(0, 9000)],
    ['PARQUET_CORRUPT', 'half a Parquet file', Buffer.from('PAR1xxxxxxxxxxxx')],
    [
      'PARQUET_CORRUPT',
      'a Parquet file with a broken footer',
      Buffer.from('PAR1xxxxxxxx\u0004\u0000\u0000\u0000PAR1'),
    ],
    ['TIME_UNREADABLE', 'timestamps of no known format', 't,v\nyesterday,1\ntoday,2\n'],
    ['REFUSED_TOO_MANY', 'more bad rows than allowed', `t,v\n${T(0)},1\n${T(1)},x\n`],
    [
      'ENCODING_MIXED',
      'two encodings',
      Buffer.concat([Buffer.from(`t,v,ü\n${good(20000)}\n`), Buffer.from(`1500000000,1,\xfc\n`, 'latin1')]),
    ],
  ])('%s: %s', async (code, _what, content) => {
    const error = await rejectionOf(content, { spec: simpleSpec });
    expect(error.code).toBe(code);
    expect(error.place.file).toBe('input.csv');
    expect(error.remedy).not.toBe('');
  });

  test('the line of an unclosed quote is named', async () => {
    const error = await rejectionOf(`t,v\n${good(100)}\n7,"2\n${good(100)}\n`, { spec: simpleSpec });
    expect(error.place.line).toBe(102);
  });

  test.each([8, 1, 40])('a quote that is never closed, without a spec, in row %i', async (row) => {
    const error = await rejectionOf(
      `t,v\n${good(48)
        .split('\n')
        .with(row - 1, '1600000000,"7')
        .join('\n')}\n`,
    );
    expect([error.code, error.place.line]).toEqual(['QUOTE_UNCLOSED', row + 1]);
  });

  test('a name that readings have themselves', async () => {
    const content = `t,event_timestamp,entity,v\n${T(0)},${T(0)},1,1\n${T(1)},${T(1)},2,2\n`;
    const values = { v: {} };
    const clashes: [column: string, spec: SpecInput][] = [
      ['event_timestamp', { ...simpleSpec, values: { event_timestamp: {} } }],
      ['entity', { ...simpleSpec, values: { entity: {} } }],
      ['entity', { ...simpleSpec, categories: { entity: { vocabulary: ['1'] } } }],
    ];
    for (const [column, spec] of clashes) {
      const error = await rejectionOf(content, { spec });
      expect([error.code, error.place.column]).toEqual(['COLUMN_NAME_TAKEN', column]);
    }
    const time = { column: 'event_timestamp' };
    const { columns } = await ingestContent(content, { spec: { time, values, entity: 'entity' } });
    expect(columns).toEqual(['event_timestamp', 'entity', 'v']);
  });

  test('a missing column: the nearest name and the names there are', async () => {
    const error = await rejectionOf(`t,Temperatur\n${T(0)},1\n`, {
      spec: { time: { column: 't' }, values: { Temperature: {} } },
    });
    expect(error.message).toContain('t, Temperatur');
    expect(error.remedy).toContain("'Temperatur'");
  });

  test('without a spec: no time column, no numbers', async () => {
    expect((await rejectionOf('a,b\nx,1\ny,2\n')).code).toBe('TIME_COLUMN_NOT_FOUND');
    expect((await rejectionOf(`t,b\n${T(0)},x\n${T(1)},y\n`)).code).toBe('NO_VALUE_COLUMN');
  });

  test('a gzip bomb', async () => {
    const bomb = gzipSync(Buffer.concat([Buffer.from(`t,v\n${good(10)}\n`), Buffer.alloc(20_000_000, '0')]));
    const limits = { maxBytes: 2 ** 40, maxRatio: 200, ratioFromBytes: 2 ** 20 };
    expect((await rejectionOf(bomb, { spec: simpleSpec, unpackLimits: limits })).code).toBe('GZIP_BOMB');
    expect((await rejectionOf(bomb, { spec: simpleSpec, chunkBytes: 2 ** 20 })).code).toBe('LINE_TOO_LONG');
  });

  test('a damaged gzip archive', async () => {
    const archive = gzipSync(`t,v\n${good(5000)}`);
    archive.fill(0xff, 2000, 2100);
    expect((await rejectionOf(archive, { spec: simpleSpec })).code).toBe('GZIP_CORRUPT');
  });

  test('the most frequent refusal is named, with an example', async () => {
    const error = await rejectionOf(`t,v\n${T(0)},1\n${T(1)},x\n${T(2)},y\n${T(3)},inf\n`, {
      spec: simpleSpec,
    });
    expect(error.message).toContain('2 × NOT_A_NUMBER');
    expect(error.place).toMatchObject({ line: 3, column: 'v', value: 'x' });
  });
});

describe('rows that are refused', () => {
  test.each<[code: string, cell: string]>([
    ['NOT_A_NUMBER', 'abc'],
    ['NOT_A_NUMBER', '1 23'],
    ['NOT_A_NUMBER', '0x10'],
    ['NOT_FINITE', 'inf'],
    ['NOT_FINITE', '-Infinity'],
    ['NOT_FINITE', '1e999'],
    ['NOT_REPRESENTABLE', '9007199254740993'],
    ['NOT_REPRESENTABLE', '99999999999999999999'],
    ['ROW_TOO_LONG', '1,2'],
    ['ROW_TOO_LONG', '1,,,2'],
  ])('%s: %s', async (code, cell) => {
    const { refusals, receipt, rows } = await ingestContent(
      `t,v\n${T(0)},1\n\n${T(1)},${cell}\n${T(2)},3\n`,
      { spec: lenient },
    );
    expect(refusals.map((refusal) => [refusal.line, refusal.code])).toEqual([[4, code]]);
    expect(rows.map((row) => row[2])).toEqual([1, 3]);
    expect(receipt.rows).toEqual({ read: 3, accepted: 2, refused: 1, exactDuplicates: 0, conflicts: 0 });
    expect(receipt.reasons).toEqual({ [code]: 1 });
  });

  test('NaN is refused only where it is no marker for nothing', async () => {
    const content = `t,v\n${T(0)},1\n${T(1)},NaN\n`;
    expect((await ingestContent(content, { spec: lenient })).rows.map((row) => row[2])).toEqual([1, null]);
    expect((await ingestContent(content, { spec: { ...lenient, missing: [''] } })).receipt.reasons).toEqual({
      NOT_FINITE: 1,
    });
  });

  test('short rows, missing and unreadable times, missing entities, values out of range', async () => {
    const { refusals } = await ingestContent(
      `e,t,v\na,${T(0)},1\nb,${T(0)}\n,${T(0)},1\na,,1\na,soon,1\na,2020-02-30 00:00:00,1\na,${T(3)},-5\na,${T(4)},500\n`,
      { spec: { ...lenient, entity: 'e', values: { v: { min: 0, max: 100 } } } },
    );
    expect(refusals.map(({ line, code, column }) => [line, code, column])).toEqual([
      [3, 'ROW_TOO_SHORT', ''],
      [4, 'ENTITY_MISSING', 'e'],
      [5, 'TIME_MISSING', 't'],
      [6, 'TIME_UNREADABLE', 't'],
      [7, 'TIME_UNREADABLE', 't'],
      [8, 'BELOW_MIN', 'v'],
      [9, 'ABOVE_MAX', 'v'],
    ]);
  });

  test('lines are counted through quoted line ends and a preamble', async () => {
    const { refusals, rows } = await ingestContent(
      `Station 7\nsource: grid\n\nt,note,v\n${T(0)},"two\nlines",1\n${T(1)},"x ""y""",oops\n${T(2)},z,3\n`,
      { spec: { ...lenient, categories: { note: { vocabulary: ['z'] } } } },
    );
    expect(refusals.map(({ line, value }) => [line, value])).toEqual([[7, 'oops']]);
    expect(rows.map((row) => row[3])).toEqual(['two\nlines', 'z']);
  });

  test('markers for nothing are nulls, padded or not', async () => {
    const { rows, refusals } = await ingestContent(`t,v\n${T(0)},\n${T(1)},NA\n${T(2)}, - \n${T(3)}, 4 \n`, {
      spec: lenient,
    });
    expect(refusals).toEqual([]);
    expect(rows.map((row) => row[2])).toEqual([null, null, null, 4]);
  });

  test('offsets that no clock has are refused', async () => {
    const offsets = ['+18:00', '-18:00', '+18:30', '+19:00', '-23:59', '+01:75'];
    const content = `t,v\n${offsets.map((offset, row) => `2020-01-01T00:00:00${offset},${row}`).join('\n')}\n`;
    const { rows, refusals } = await ingestContent(content, { spec: lenient });
    expect(rows.map(([at]) => at)).toEqual(['2019-12-31T06:00:00.000Z', '2020-01-01T18:00:00.000Z']);
    expect(refusals.map(({ value, code }) => [value.slice(-6), code])).toEqual(
      offsets.slice(2).map((offset) => [offset, 'TIME_UNREADABLE']),
    );
  });

  test('identifiers stay text, big integers that fit stay numbers', async () => {
    const { rows } = await ingestContent(`id,t,v\n00123,${T(0)},9007199254740992\n123,${T(0)},-7\n`, {
      spec: { ...lenient, entity: 'id', partition: { entityBuckets: 1 } },
    });
    expect(rows.map((row) => row.slice(1))).toEqual([
      ['00123', 9007199254740992],
      ['123', -7],
    ]);
  });
});
