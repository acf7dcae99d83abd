import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { ingestContent, lenient, simpleSpec } from './testing/ingest-text.ts';

const plain = 't,v\n2020-01-01 00:00:00,1.5\n2020-01-01 00:10:00,2.5\n2020-01-01 00:20:00,-3\n';
const expected = [
  ['2020-01-01T00:00:00.000Z', 'all', 1.5],
  ['2020-01-01T00:10:00.000Z', 'all', 2.5],
  ['2020-01-01T00:20:00.000Z', 'all', -3],
];
const utf16be = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le').swap16();

describe('how files are written', () => {
  test.each<[what: string, content: string | Uint8Array, found: object]>([
    [
      'plain',
      plain,
      {
        kind: 'csv',
        delimiter: ',',
        encoding: 'utf-8',
        bom: false,
        lineEnds: 'LF',
        headerLine: 1,
        cadence: '10m',
      },
    ],
    ['gzip', gzipSync(plain), { kind: 'csv.gz' }],
    ['BOM', `\ufeff${plain}`, { bom: true, encoding: 'utf-8' }],
    ['UTF-16 LE', Buffer.from(`\ufeff${plain}`, 'utf16le'), { bom: true, encoding: 'utf-16le' }],
    ['UTF-16 BE', utf16be(plain), { bom: true, encoding: 'utf-16be' }],
    ['UTF-16 without a BOM', Buffer.from(plain, 'utf16le'), { bom: false, encoding: 'utf-16le' }],
    ['CRLF', plain.replaceAll('\n', '\r\n'), { lineEnds: 'CRLF' }],
    ['CR', plain.replaceAll('\n', '\r'), { lineEnds: 'CR' }],
    ['tabs', plain.replaceAll(',', '\t'), { delimiter: '\t' }],
    ['bars', plain.replaceAll(',', '|'), { delimiter: '|' }],
    [
      'semicolons, decimal commas',
      plain.replaceAll(',', ';').replaceAll('.5', ',5'),
      { delimiter: ';', decimal: ',' },
    ],
    ['quotes everywhere', plain.replace(/[^,\n]+/g, '"$&"'), { delimiter: ',' }],
    [
      'decimal commas in quotes',
      plain.replaceAll('1.5', '"1,5"').replaceAll('2.5', '"2,5"'),
      { decimal: ',' },
    ],
    ['no last line end', plain.trimEnd(), {}],
    ['blank last lines', `${plain}\n\r\n\n`, {}],
    ['trailing delimiters', plain.replaceAll('\n', ',\n'), {}],
    ['blank rows as spreadsheets leave them', `${plain},\n,\n`, {}],
    ['blanks after delimiters', plain.replaceAll(',', ', '), {}],
    ['a preamble', `# made by a logger\nsite: 7\n\n${plain}`, { headerLine: 4, preambleLines: 3 }],
  ])('%s', async (_what, content, found) => {
    const { rows, receipt } = await ingestContent(content, { spec: simpleSpec });
    expect(rows).toEqual(expected);
    expect(receipt.source).toMatchObject(found);
  });

  test('Latin-1 text', async () => {
    const content = 'Zählerstand,t,v\nKüche,2020-01-01 00:00:00,1\n';
    for (const bytes of [Buffer.from(content, 'latin1'), Buffer.from(content, 'utf8')]) {
      const { rows } = await ingestContent(bytes, { spec: { ...simpleSpec, entity: 'Zählerstand' } });
      expect(rows).toEqual([['2020-01-01T00:00:00.000Z', 'Küche', 1]]);
    }
  });

  test('Latin-1 that shows only after the sample', async () => {
    const many = Array.from({ length: 20_000 }, (_, row) => `a,${1_600_000_000 + row * 60},1`).join('\n');
    const { rows } = await ingestContent(Buffer.from(`e,t,v\n${many}\nzürich,1600000000,2\n`, 'latin1'), {
      spec: { ...simpleSpec, entity: 'e', partition: { entityBuckets: 1 } },
      chunkBytes: 100_000,
    });
    expect(rows.length).toBe(20_001);
    expect(rows.at(-1)?.[1]).toBe('zürich');
  });

  test('a file without a header', async () => {
    const { rows, receipt } = await ingestContent('2020-01-01 00:00:00,1\n2020-01-01 00:10:00,2\n');
    expect(rows.map((row) => row[2])).toEqual([1, 2]);
    expect(receipt.warnings.join()).toContain('no header line');
  });
});

describe('timestamps', () => {
  const read = async (times: string[], time: object = {}): Promise<unknown[]> => {
    const content = `t|v\n${times.map((at, row) => `${at}|${row}`).join('\n')}\n`;
    const done = await ingestContent(content, { spec: { ...lenient, time: { column: 't', ...time } } });
    return done.rows.map((row) => String(row[0]).slice(0, 19));
  };
  test.each<[what: string, times: string[], first: string, second: string]>([
    [
      'month first, no leading zeros',
      ['1/1/2017 0:00', '1/13/2017 0:10'],
      '2017-01-01T00:00:00',
      '2017-01-13T00:10:00',
    ],
    ['day first', ['01.02.2017 00:00', '13.02.2017 00:10'], '2017-02-01T00:00:00', '2017-02-13T00:10:00'],
    [
      'month first by its steps alone',
      ['1/2/2017 23:40', '1/2/2017 23:50', '1/3/2017 0:00', '1/3/2017 0:10'],
      '2017-01-02T23:40:00',
      '2017-01-02T23:50:00',
    ],
    [
      'day first by its steps alone',
      ['1/2/2017 23:40', '1/2/2017 23:50', '2/2/2017 0:00', '2/2/2017 0:10'],
      '2017-02-01T23:40:00',
      '2017-02-01T23:50:00',
    ],
    ['two-digit years', ['31/12/16 23:50', '01/01/17 00:00'], '2016-12-31T23:50:00', '2017-01-01T00:00:00'],
    ['am and pm', ['1/31/2017 11:50 AM', '1/31/2017 12:00 PM'], '2017-01-31T11:50:00', '2017-01-31T12:00:00'],
    ['month names', ['01-Jan-2017 00:00', '02-Jan-2017 00:00'], '2017-01-01T00:00:00', '2017-01-02T00:00:00'],
    [
      'ISO with T and Z',
      ['2017-01-01T00:00:00Z', '2017-01-01T00:10:00Z'],
      '2017-01-01T00:00:00',
      '2017-01-01T00:10:00',
    ],
    [
      'ISO with mixed offsets',
      ['2017-01-01T01:00:00+01:00', '2017-01-01T02:10:00+0200', '2017-01-01T00:20:00Z'],
      '2017-01-01T00:00:00',
      '2017-01-01T00:10:00',
    ],
    ['ISO dates', ['2017-01-01', '2017-01-02'], '2017-01-01T00:00:00', '2017-01-02T00:00:00'],
    [
      'ISO that leaves midnight out',
      ['2017-01-01', '2017-01-01 00:10'],
      '2017-01-01T00:00:00',
      '2017-01-01T00:10:00',
    ],
    ['24:00', ['2017-01-01 23:50', '2017-01-01 24:00'], '2017-01-01T23:50:00', '2017-01-02T00:00:00'],
    ['epoch seconds', ['1483228800', '1483229400'], '2017-01-01T00:00:00', '2017-01-01T00:10:00'],
    ['epoch milliseconds', ['1483228800000', '1483229400000'], '2017-01-01T00:00:00', '2017-01-01T00:10:00'],
    ['compact', ['201701010000', '201701010010'], '2017-01-01T00:00:00', '2017-01-01T00:10:00'],
  ])('%s', async (_what, times, first, second) => {
    expect((await read(times)).slice(0, 2)).toEqual([first, second]);
  });

  test("a spec's format wins, and nothing else is read by it", async () => {
    const format = '%d/%m/%Y %H:%M';
    expect(await read(['1/2/2017 0:00', '2/2/2017 0:00'], { format })).toEqual([
      '2017-02-01T00:00:00',
      '2017-02-02T00:00:00',
    ]);
    expect(await read(['1/2/2017 0:00', '2/13/2017 0:00', '31/4/2017 0:00'], { format })).toEqual([
      '2017-02-01T00:00:00',
    ]);
  });

  test('mixed formats: what does not fit is refused', async () => {
    const times = [
      ...Array.from({ length: 30 }, (_, day) => `2017-01-${String(day + 1).padStart(2, '0')}`),
      '1/31/2017',
    ];
    expect((await read(times)).length).toBe(30);
  });

  test('day or month first cannot be decided: a question', async () => {
    const { receipt } = await ingestContent('t,v\n01/02/2017,1\n02/03/2017,2\n', { spec: simpleSpec });
    expect(receipt.source.timeFormat).toBe('%d/%m/%Y');
    expect(receipt.warnings.join()).toContain('day first');
  });

  test('date and time apart', async () => {
    const { rows } = await ingestContent('Date;Time;v\n16/12/2006;17:24:00;1\n16/12/2006;17:25:00;?\n', {
      spec: { time: { column: ['Date', 'Time'] }, values: { v: {} } },
    });
    expect(rows.map((row) => [row[0], row[2]])).toEqual([
      ['2006-12-16T17:24:00.000Z', 1],
      ['2006-12-16T17:25:00.000Z', null],
    ]);
  });

  test('date and hour of the day apart', async () => {
    const { rows } = await ingestContent('day,hour,v\n2017-01-01,5,1\n2017-01-01,6,2\n', {
      spec: { time: { column: ['day', 'hour'] }, values: { v: {} } },
    });
    expect(rows[0]?.[0]).toBe('2017-01-01T05:00:00.000Z');
  });

  test('labels at the end of their interval, cadence given or found', async () => {
    expect(await read(['2017-01-01 00:10', '2017-01-01 00:20'], { label: 'end', cadence: '10m' })).toEqual([
      '2017-01-01T00:00:00',
      '2017-01-01T00:10:00',
    ]);
    expect(await read(['2017-01-01 00:15', '2017-01-01 00:30'], { label: 'end' })).toEqual([
      '2017-01-01T00:00:00',
      '2017-01-01T00:15:00',
    ]);
  });

  test('fixed offsets', async () => {
    expect(await read(['2017-01-01 00:00', '2017-07-01 00:00'], { zone: '+01:00' })).toEqual([
      '2016-12-31T23:00:00',
      '2017-06-30T23:00:00',
    ]);
  });

  describe('Europe/Paris, where clocks change', () => {
    const zone = 'Europe/Paris';
    const spring = ['2017-03-26 01:30', '2017-03-26 02:30', '2017-03-26 03:45'];
    const autumn = ['2017-10-29 01:30', '2017-10-29 02:30', '2017-10-29 03:30'];
    test('skipped times: shifted forward, or refused', async () => {
      expect(await read(spring, { zone })).toEqual([
        '2017-03-26T00:30:00',
        '2017-03-26T01:30:00',
        '2017-03-26T01:45:00',
      ]);
      expect(await read(spring, { zone, nonexistent: 'quarantine' })).toEqual([
        '2017-03-26T00:30:00',
        '2017-03-26T01:45:00',
      ]);
    });
    test('times that occur twice: earliest, latest, or refused', async () => {
      expect((await read(autumn, { zone }))[1]).toBe('2017-10-29T00:30:00');
      expect((await read(autumn, { zone, ambiguous: 'latest' }))[1]).toBe('2017-10-29T01:30:00');
      expect(await read(autumn, { zone, ambiguous: 'quarantine' })).toEqual([
        '2017-10-28T23:30:00',
        '2017-10-29T02:30:00',
      ]);
    });
    test('times with offsets need no policy', async () => {
      expect(
        await read(['2017-10-29 02:30+02:00', '2017-10-29 02:30+01:00'], { zone, ambiguous: 'quarantine' }),
      ).toEqual(['2017-10-29T00:30:00', '2017-10-29T01:30:00']);
    });
  });
});

test('a decimal comma that shows late is seen', async () => {
  const note = 'as read from the meter by hand';
  const late = Array.from(
    { length: 3000 },
    (_, row) => `${1_600_000_000 + row * 60};${note};${row}${row > 2000 ? ',5' : ''}`,
  );
  const { receipt, rows } = await ingestContent(`t;note;v\n${late.join('\n')}\n`, { spec: simpleSpec });
  expect(receipt.source.decimal).toBe(',');
  expect(rows.at(-1)?.[2]).toBe(2999.5);
});
