import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Spec, type SpecInput } from '@wattline/spec';
import pl from 'nodejs-polars';
import { describe, expect, test } from 'vitest';
import { ingestContent } from '../testing/ingest-text.ts';
import { eraseFromFile } from './erase-from-file.ts';

const spec: SpecInput = { time: { column: 't' }, entity: 'meter', values: { load: {} } };

const erase = async (content: string | Uint8Array, entity = 'M1', own: SpecInput = spec) => {
  const folder = mkdtempSync(join(tmpdir(), 'wattline-erase-'));
  const path = join(folder, 'raw');
  writeFileSync(path, content);
  const options = { path, name: 'raw.csv', folder: join(folder, 'out'), spec: Spec.parse(own), entity };
  const { path: erased, lines } = await eraseFromFile(options);
  return { bytes: erased === undefined ? undefined : readFileSync(erased), lines: [...lines] };
};
const textOf = async (...given: Parameters<typeof erase>): Promise<[string | undefined, number[]]> => {
  const { bytes, lines } = await erase(...given);
  return [bytes?.toString('utf8'), lines];
};

const rows = (...meters: string[]): string[] =>
  meters.map((meter, index) => `2024-01-01T${String(index).padStart(2, '0')}:00:00Z,${meter},${index + 1}.5`);
const csv = (...meters: string[]): string => `t,meter,load\n${rows(...meters).join('\n')}\n`;

describe('text without a series', () => {
  test('has the other rows byte for byte; M1 is not M10', async () => {
    expect(await textOf(csv('M1', 'M10', 'M1', 'M2'))).toEqual([
      `t,meter,load\n${rows('M1', 'M10', 'M1', 'M2')
        .filter((_, index) => index % 2 === 1)
        .join('\n')}\n`,
      [2, 4],
    ]);
  });
  test('with quotes, blanks, CRLF and line breaks within cells', async () => {
    const text =
      't,note,meter,load\r\n2024-01-01T00:00Z,"a\r\nb", "M1" ,1\r\n2024-01-01T01:00Z,"x, ""y""", M2 ,2\r\n2024-01-01T02:00Z,,M1,3\r\n2024-01-01T03:00Z,,M3,4';
    expect(await textOf(text)).toEqual([
      't,note,meter,load\r\n2024-01-01T01:00Z,"x, ""y""", M2 ,2\r\n2024-01-01T03:00Z,,M3,4',
      [2, 5],
    ]);
  });
  test('a record may lie across blocks', async () => {
    const meters = Array.from({ length: 60_000 }, (_, index) => (index % 3 === 0 ? 'M1' : 'M2'));
    const lines = meters.map((meter, index) => `2024-01-01T00:00:00Z,${meter},${index}`);
    const [text, gone] = await textOf(`t,meter,load\n${lines.join('\n')}\n`);
    const left = lines.filter((_, index) => index % 3 !== 0);
    expect(text === `t,meter,load\n${left.join('\n')}\n`).toBe(true);
    expect(gone).toHaveLength(20_000);
  });
  test('below a preamble, and below a further header with the columns in another order', async () => {
    const text = `site: north\n\n${csv('M1', 'M2', 'M3')}meter,t,load\nM1,2024-01-01T05:00:00Z,1.5\nM2,2024-01-01T06:00:00Z,1.5\nM3,2024-01-01T06:00:00Z,1.5\n`;
    const [left, gone] = await textOf(text);
    expect(left).not.toContain('M1');
    expect(left?.match(/M2/g)).toHaveLength(2);
    expect(gone).toEqual([4, 8]);
  });
  test('with names of other letters, in Windows-1252 and UTF-16', async () => {
    const text = csv('Zähler', 'Münze', 'Zähler');
    const latin = await erase(Buffer.from(text, 'latin1'), 'Zähler');
    expect(latin.bytes?.toString('latin1')).toBe(`t,meter,load\n${rows('', 'Münze')[1]}\n`);
    const wide = await erase(Buffer.from(`\ufeff${text}`, 'utf16le'), 'Zähler');
    expect(wide.bytes?.toString('utf8')).toBe(`t,meter,load\n${rows('', 'Münze')[1]}\n`);
  });
  test('several columns name a series', async () => {
    const text = 't,site,device,load\n2024-01-01T00:00Z,A, 1,2\n2024-01-01T00:00Z,A,2,3\n';
    const own = { ...spec, entity: ['site', 'device'] };
    expect(await textOf(text, 'A 1', own)).toEqual(['t,site,device,load\n2024-01-01T00:00Z,A,2,3\n', [2]]);
  });
  test('a name that is a number', async () => {
    const [left] = await textOf(csv('7', '17', '7'), '7');
    expect(left).toBe(`t,meter,load\n${rows('7', '17')[1]}\n`);
  });
  test('nothing is left of a file of its own', async () => {
    expect(await textOf(csv('M1', 'M1'))).toEqual([undefined, [2, 3]]);
  });
  test('packed files stay packed', async () => {
    const { bytes } = await erase(gzipSync(csv('M1', 'M2')));
    expect(gunzipSync(bytes ?? '').toString()).toBe(`t,meter,load\n${rows('M1', 'M2')[1]}\n`);
  });
});

test('what names it elsewhere is refused with its line', async () => {
  const preamble = erase(`export of M1\n${csv('M1', 'M2')}`);
  await expect(preamble).rejects.toMatchObject({ code: 'FILE_NOT_REWRITABLE', place: { line: 1 } });
  const own = { ...spec, drop: ['parent'] };
  const parent = erase(
    't,meter,load,parent\n2024-01-01T00:00Z,M2,1,M1\n2024-01-01T00:00Z,M1,1,\n',
    'M1',
    own,
  );
  await expect(parent).rejects.toMatchObject({ code: 'FILE_NOT_REWRITABLE', place: { line: 2 } });
});

test('a file that cannot be opened, or has a row for each day, is refused', async () => {
  await expect(erase('')).rejects.toMatchObject({ code: 'FILE_NOT_REWRITABLE' });
  const wide: SpecInput = {
    ...spec,
    layout: { wide: { columns: ['h1', 'h2'], every: '1h', value: 'load' } },
  };
  await expect(erase('t,meter,h1,h2\n2024-01-01,M1,1,2\n', 'M1', wide)).rejects.toMatchObject({
    code: 'FILE_NOT_REWRITABLE',
    message: expect.stringContaining('several times'),
  });
});

test('of a file that no run has read, only text is opened', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wattline-erase-'));
  const path = join(folder, 'raw');
  const options = { path, name: 'raw', folder: join(folder, 'out'), spec: Spec.parse(spec), entity: 'M1' };
  writeFileSync(path, JSON.stringify([{ t: '2024-01-01T00:00:00Z', meter: 'M1', load: 1 }]));
  await expect(eraseFromFile({ ...options, isUnread: true })).rejects.toMatchObject({
    code: 'FILE_NOT_REWRITABLE',
  });
  writeFileSync(path, csv('M1', 'M2'));
  expect((await eraseFromFile({ ...options, isUnread: true })).lines.size).toBe(1);
});

test('Parquet keeps its types, JSON becomes the text that it is read as', async () => {
  const table = pl.DataFrame({
    t: rows('M1', 'M2', 'M1').map((row) => row.slice(0, 20)),
    meter: ['M1', 'M2', 'M1'],
    load: [1.5, 2.5, 3.5],
  });
  const parquet = await erase(table.writeParquet());
  const left = pl.readParquet(parquet.bytes ?? Buffer.alloc(0));
  expect([left.getColumn('meter').toArray(), left.getColumn('load').toArray(), parquet.lines]).toEqual([
    ['M2'],
    [2.5],
    [1, 3],
  ]);
  const json = await erase(
    JSON.stringify(
      rows('M1', 'M2').map((row) => {
        const [t, meter, load] = row.split(',');
        return { t, meter, load: Number(load) };
      }),
    ),
  );
  expect([json.bytes?.toString(), json.lines]).toEqual(['t,meter,load\n2024-01-01T01:00:00Z,M2,2.5\n', [1]]);
});

test('what is left is read as before', async () => {
  const text = `t;meter;load\n${rows('M1', 'M2', 'M3', 'M1', 'M2', 'M3')
    .map((row) => row.replaceAll(',', ';').replace(/\.5$/, ',5'))
    .join('\n')}\n`;
  const whole = await ingestContent(text, { spec, keep: true });
  const { bytes } = await erase(text);
  const left = await ingestContent(bytes ?? '', { spec, keep: true });
  expect(left.rows).toEqual(whole.rows.filter(([, meter]) => meter !== 'M1'));
  expect(left.rows.length).toBe(4);
});
