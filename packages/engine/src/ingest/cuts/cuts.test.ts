import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import type { SpecInput } from '@wattline/spec';
import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { at, every, expectAlikeInCuts } from '../testing/alike-in-cuts.ts';
import { ingestContent, lenient } from '../testing/ingest-text.ts';
import { outcomeOf } from '../testing/outcome-of.ts';
import { openContent } from './open-content.ts';

const hour = (index: number): string => new Date(Date.UTC(2024, 0, 1, index)).toISOString().slice(0, 16);
const lines = (count: number, cells: (index: number) => string, first = 0): string =>
  Array.from({ length: count }, (_, index) => `${hour(first + index)},${cells(index)}\n`).join('');

const notes: SpecInput = { ...lenient, categories: { note: { vocabulary: ['plain'] } } };

test('a cut within quotes is found out, and read again', async () => {
  const cells = [
    '"two\nlines"',
    '"a ""word"""',
    '"a,b"',
    'plain',
    '"2024-01-01T00:00,plain,7\n2024-01-02T00:00,plain,8\n"',
  ];
  const content = `t,note,v\n${lines(60, (index) => `${cells[index % cells.length]},${index}`)}`;
  let again = 0;
  for (let place = 1; place < 400; place += 29)
    again += (await expectAlikeInCuts(content, at([place, place + 300]), { spec: notes })).again ?? 0;
  expect(again).toBeGreaterThan(10);
});

test('a record longer than several cuts', async () => {
  const long = `"${'x\n'.repeat(400)}"`;
  const content = `t,note,v\n${lines(5, (index) => `plain,${index}`)}${lines(1, () => `${long},5`, 5)}${lines(5, (index) => `plain,${index}`, 6)}`;
  const { again } = await expectAlikeInCuts(content, every(90), { spec: notes });
  expect(again).toBeGreaterThan(3);
});

test('cuts within line ends, characters and what is above the first row', async () => {
  const content = `\ufeff# Zähler\r\n\r\nt,note,v\r\n${lines(30, (index) => `${index % 2 === 0 ? 'größe' : 'naïve €'},${index}`).replaceAll('\n', '\r\n')}`;
  for (const step of [7, 23, 51])
    expect(await expectAlikeInCuts(content, every(step), { spec: notes })).toEqual({
      again: expect.any(Number),
    });
});

test('a CR within a field is the same in every cut and every chunk', async () => {
  const usual = ['plain,1', '"a\rb",3', '"plain",6\r', 'pl\rain,7', '"two\r\nlines",8'];
  const cells = (index: number): string =>
    index % 20 === 3 ? 'plain,x\r2' : index % 20 === 13 ? 'plain,"x\r2"' : (usual[index % 5] ?? '');
  const content = `t,note,v\n${lines(60, cells)}`;
  const whole = await outcomeOf(content, { spec: notes });
  expect(JSON.stringify(whole).match(/x\\r2/g)).toHaveLength(6);
  for (const chunkBytes of [40, 100, 333])
    expect(await outcomeOf(content, { spec: notes, chunkBytes })).toEqual(whole);
  for (const step of [31, 77, 200])
    expect(await expectAlikeInCuts(content, every(step), { spec: notes })).toEqual({
      again: expect.any(Number),
    });
});

test('byte order marks within a file, and zeros, are the same in every cut and every chunk', async () => {
  // Zeros among the first bytes are another thing: those of binary data.
  const first = lines(200, (index) => `plain,${index}`);
  const marked = `\ufeff${'t,note,v'}\n${lines(6, (index) => `plain,${index}`, 200)}\ufeff# paused\n`;
  const rows = (from: number): string =>
    lines(9, (index) => `${index === 4 ? 'pl\0ain' : 'plain'},${index === 7 ? 'x' : index}`, from);
  const content = `# a logger\nt,note,v\n${first}${marked}${rows(206)}\0\0\0${rows(215)}\ufeff\ufeff${rows(224)}\0\0\n${rows(233)}\0\0\0\0`;
  const whole = await outcomeOf(content, { spec: notes });
  expect(await outcomeOf(content, { spec: notes, chunkBytes: 100 })).toEqual(whole);
  const bytes = Buffer.from(content);
  const places = [...content.matchAll(/\ufeff+|\0+/g)].map(([mark], index) =>
    bytes.indexOf(mark, index === 0 ? 0 : first.length + 50 * index),
  );
  await expectAlikeInCuts(content, at(places.map((place) => place - 1)), { spec: notes });
  expect(whole).toMatchObject({
    receipt: {
      rows: { read: 242, accepted: 237, refused: 5 },
      reasons: { NOT_A_NUMBER: 4, TIME_UNREADABLE: 1 },
      warnings: [expect.stringContaining('1 comment (line 210), 1 header (line 203)')],
    },
  });
});

test('bad rows, notes and totals keep their lines', async () => {
  const bad = (index: number): string =>
    index % 9 === 4 ? `x${index}` : index % 11 === 3 ? `1,2` : String(index);
  const content = `# a logger\nt,v\n${lines(30, bad)}\n\n# paused\n${lines(30, bad, 800)}Total,99\n\n`;
  for (const step of [33, 77, 333])
    expect(await expectAlikeInCuts(content, every(step), { spec: lenient })).toEqual({ again: 0 });
});

test('blank lines at the end of a cut count', async () => {
  const bad = (index: number): string => (index % 5 === 4 ? `x${index}` : String(index));
  for (const blank of ['\n\n\n', '""\n\n', '\n"",""\n']) {
    const content = `t,v\n${lines(30, bad)}${blank}${lines(30, bad, 30)}${blank}${lines(9, bad, 60)}`;
    for (const less of [0, 1, 2, 3]) {
      const places = [content.indexOf(blank), content.lastIndexOf(blank)].map(
        (from) => from + blank.length - less,
      );
      expect(await expectAlikeInCuts(content, at(places), { spec: lenient })).toEqual({ again: 0 });
    }
  }
});

test('kinds of lines are told in one order, and rows as they are written, whichever cut has quotes', async () => {
  const spec = { ...notes, quarantine: { maxFraction: 1 } };
  const rows = (first: number, note = 'plain'): string => lines(20, (index) => `${note},${index}`, first);
  const content = `# a logger\r\nt,note,v\r\n${rows(0)}Total,1,5\n${lines(1, () => 'plain,1,2,3', 20)}# paused\n${rows(30, '"a,b"')}`;
  const text = content.replaceAll(/\r?\n/g, '\r\n');
  for (const step of [33, 77, 333])
    expect((await expectAlikeInCuts(text, every(step), { spec })).again).toBe(0);
  const { refusals, receipt } = await ingestContent(text, { spec });
  expect(refusals.map(({ value }) => value)).toEqual([`${hour(20)},plain,1,2,3`]);
  expect(receipt.warnings.join()).toContain('1 comment (line 25), 1 total (line 23)');
});

test('the column that a file is refused for is the same', async () => {
  const content = `t,v,w\n${lines(30, (index) => (index === 3 ? '1,5 %' : '1,2'))}${lines(30, (index) => (index % 3 === 0 ? '1 %,5 %' : '5 %,1'), 30)}`;
  const both: SpecInput = { ...lenient, values: { v: {}, w: {} } };
  for (const quarantine of [{ maxFraction: 1 }, { maxFraction: 0.05 }])
    for (const chunkBytes of [64, undefined]) {
      const extras = { spec: { ...both, quarantine }, chunkBytes };
      await expectAlikeInCuts(content, every(333), extras);
      expect(await outcomeOf(content, extras)).toMatchObject({ place: { column: 'v' } });
    }
});

test('an encoding that shows late is that of all', async () => {
  const spec = { ...lenient, entity: 'e' };
  const latin = (text: string): Buffer => Buffer.from(text, 'latin1');
  const plain = Buffer.from(`t,e,v\n${lines(40, () => 'plain,1')}`);
  const late = Buffer.concat([plain, latin(lines(10, () => 'Süd,2', 40))]);
  for (const step of [77, 333]) {
    expect(await expectAlikeInCuts(late, every(step), { spec })).toEqual({ again: 0 });
    // Bytes that are UTF-8 as well, behind a line that is not.
    const both = Buffer.concat([late, Buffer.from(lines(10, () => 'Süd,3', 50))]);
    expect((await expectAlikeInCuts(both, every(step), { spec })).again).toBeGreaterThan(0);
    // Refused at the line where it changes, which the whole says.
    const mixed = Buffer.concat([
      plain,
      Buffer.from(lines(10, () => 'Süd,2', 40)),
      latin(lines(10, () => 'Süd,3', 50)),
    ]);
    expect((await expectAlikeInCuts(mixed, every(step), { spec })).again).toBeUndefined();
  }
});

test('lines of a record that are written in two encodings are mixed, in cuts and at once', async () => {
  const spec = { ...lenient, entity: 'e' };
  // Longer than what is looked at before.
  const plain = Buffer.from(`t,e,v\n${lines(3_000, () => 'plain,1')}`);
  const record = Buffer.concat([Buffer.from('"ü\n'), Buffer.from('ü"', 'latin1')]);
  const mixed = Buffer.concat([
    ...[plain, Buffer.from(`${hour(3_000)},`), record, Buffer.from(',2\n')],
    Buffer.from(lines(5, () => 'Süd,3', 3_001)),
  ]);
  const cut = at([plain.length + 40, plain.length + 80]);
  expect((await expectAlikeInCuts(mixed, cut, { spec })).again).toBeUndefined();
  expect(await outcomeOf(mixed, { spec })).toMatchObject({ code: 'ENCODING_MIXED', place: { line: 3_003 } });
});

test('what a packed file holds, or one of 16 bits, is looked at in the places at which that file is', async () => {
  // The cells that say what the columns are stand behind the first part.
  const rows = (from: number, to: number, cell: (index: number) => string): string =>
    Array.from(
      { length: to - from },
      (_, index) =>
        `${new Date(Date.UTC(2024, 0, 1, 0, from + index)).toISOString()},${cell(from + index)},x\n`,
    ).join('');
  const text = `t,v,note\n${rows(0, 16_000, String)}${rows(16_000, 40_000, (index) => `"${index},5"`)}`;
  const wide = (): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le');
  const files = [
    ...[gzipSync(text), zstdCompressSync(text), zipSync({ 'a.csv': Buffer.from(text) })],
    ...[wide(), wide().swap16(), gzipSync(wide())],
  ];
  for (const content of files) expect((await expectAlikeInCuts(content, every(300_000))).again).toBe(0);
  // Also where it is read at once.
  const folder = mkdtempSync(join(tmpdir(), 'wattline-unpacked-'));
  const path = join(folder, 'packed');
  writeFileSync(path, zstdCompressSync(text));
  const { unpack } = await openContent({ path, name: 'a.csv' });
  expect(await unpack(folder, text.length - 1)).toBeUndefined();
  const unpacked = await unpack(folder, text.length);
  expect(unpacked?.bytes).toBe(text.length);
  expect(await outcomeOf(readFileSync(path), { unpacked })).toEqual(await outcomeOf(readFileSync(path), {}));
});
