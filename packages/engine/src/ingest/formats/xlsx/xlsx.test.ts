import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import { hours } from '../../testing/hours.ts';
import { ingestContent, rejectionOf } from '../../testing/ingest-text.ts';
import { chooseSheet } from './sheet.ts';

const DATE_FORMAT = 'yyyy-mm-dd hh:mm';

const loads = hours(48).map(({ time, value }) => [
  { value: new Date(`${time}Z`), type: Date, format: DATE_FORMAT },
  { value: value + 0.5, type: Number },
]);
const header = [{ value: 'time' }, { value: 'load' }];

test('a sheet with Excel dates is read, its dates as wall clock', async () => {
  const workbook = await writeExcelFile([header, ...loads]).toBuffer();
  const { rows, receipt } = await ingestContent(workbook);
  expect(receipt.source.kind).toBe('xlsx');
  expect(rows.slice(0, 2)).toEqual([
    ['2021-03-01T00:00:00.000Z', 'all', 10.5],
    ['2021-03-01T01:00:00.000Z', 'all', 11.5],
  ]);
  expect(rows).toHaveLength(48);
});

test('a title above the header is passed over, and refusals name rows of the sheet', async () => {
  const bad = [{ value: 'no date' }, { value: 1 }];
  const workbook = await writeExcelFile([
    [{ value: 'Load of plant 7' }],
    [],
    header,
    ...loads,
    bad,
  ]).toBuffer();
  const { rows, refusals } = await ingestContent(workbook, {
    spec: {
      time: { column: 'time', format: 'iso', zone: 'UTC' },
      values: { load: {} },
      quarantine: { maxFraction: 0.5 },
    },
  });
  expect(rows).toHaveLength(48);
  expect(refusals.map(({ line }) => line)).toEqual([52]);
});

test('of several sheets with tables the largest is read, and the others are named', async () => {
  const notes = [
    [{ value: 'who' }, { value: 'when' }],
    [{ value: 'me' }, { value: 'today' }],
  ];
  const workbook = await writeExcelFile([
    { data: notes, sheet: 'Notes' },
    { data: [header, ...loads], sheet: 'Load' },
  ]).toBuffer();
  const { rows, receipt } = await ingestContent(workbook);
  expect(rows).toHaveLength(48);
  expect(receipt.warnings.join()).toMatch(/sheet 'Load' was read; 'Notes'/);
});

test('a sheet is asked for by name or place', () => {
  const sheets = ['A', 'B'].map((name) => ({ name, rows: [] }));
  expect(chooseSheet(sheets, 'B')?.sheet.name).toBe('B');
  expect(chooseSheet(sheets, 1)?.sheet.name).toBe('A');
  expect(chooseSheet(sheets, 'C')).toBeUndefined();
});

test('a damaged workbook is refused', async () => {
  const workbook = await writeExcelFile([header, ...loads]).toBuffer();
  expect(await rejectionOf(workbook.subarray(0, workbook.length / 2))).toMatchObject({
    code: 'XLSX_UNREADABLE',
  });
});

test('a workbook whose members lie elsewhere than its directory says is refused at once', async () => {
  const workbook = await writeExcelFile([header, ...loads]).toBuffer();
  const middle = Math.floor(workbook.length * 0.6);
  const moved = Buffer.concat([
    workbook.subarray(0, middle),
    Buffer.alloc(777, 1),
    workbook.subarray(middle),
  ]);
  expect(await rejectionOf(moved)).toMatchObject({
    code: 'XLSX_UNREADABLE',
    remedy: expect.stringContaining('save it again'),
  });
});

test('what follows the end of a workbook, even another end, holds nothing up', async () => {
  const workbook = await writeExcelFile([header, ...loads]).toBuffer();
  const { rows } = await ingestContent(Buffer.concat([workbook, workbook.subarray(-200)]));
  expect(rows).toHaveLength(48);
});

test('a member whose bytes changed is refused, though it still reads as a sheet', async () => {
  // Members that are not compressed: a digit turned is another number.
  const seed = await readFile(new URL('../../../../../../test/fuzz/seeds/book.xlsx', import.meta.url));
  const at = seed.indexOf('<v>', seed.indexOf('sheetData')) + 3;
  const changed = Buffer.from(seed);
  changed[at] = (changed[at] ?? 0) === 0x31 ? 0x32 : 0x31;
  expect(await rejectionOf(changed)).toMatchObject({ code: 'XLSX_UNREADABLE' });
});

test('times of day beside dates, and as names of columns, are parts of the time', async () => {
  const days = [15, 16, 17].map((day) => ({
    value: new Date(Date.UTC(2024, 0, day)),
    type: Date,
    format: 'yyyy-mm-dd',
  }));
  const clocks = Array.from({ length: 24 }, (_, hour) => ({
    value: new Date(Date.UTC(1899, 11, 30, hour)),
    type: Date,
    format: 'hh:mm',
  }));
  const load = (day: number, hour: number) => ({ value: day * 100 + hour + 0.5, type: Number });
  const beside = days.flatMap((date, day) => clocks.map((clock, hour) => [date, clock, load(day, hour)]));
  const side = [
    [{ value: 'date' }, ...clocks],
    ...days.map((date, day) => [date, ...clocks.map((_, hour) => load(day, hour))]),
  ];
  const wanted = Array.from({ length: 72 }, (_, hour) => [
    new Date(Date.UTC(2024, 0, 15, hour)).toISOString(),
    Math.floor(hour / 24) * 100 + (hour % 24) + 0.5,
  ]);
  for (const rows of [[[{ value: 'Date' }, { value: 'Time' }, { value: 'load' }], ...beside], side]) {
    const read = await ingestContent(await writeExcelFile(rows).toBuffer());
    expect(read.rows.map(([at, , value]) => [at, value])).toEqual(wanted);
  }
});
