import { expect, test } from 'vitest';
import { ingestContent, rejectionOf } from '../testing/ingest-text.ts';

const hour = (row: number): string =>
  new Date(Date.UTC(2022, 8, 5) + row * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
const rows = (from: number, to: number, line: (at: string, row: number) => string): string =>
  Array.from({ length: to - from }, (_, index) => `${line(hour(from + index), from + index)}\n`).join('');

const heat = (at: string, row: number): string => `${at},${300 + row},${20 + (row % 4)}.5`;
const swapped = (at: string, row: number): string => `${at},${20 + (row % 4)}.5,${300 + row}`;
const readings = async (content: string) => {
  const { rows: read, receipt } = await ingestContent(content);
  return { read: read.map((row) => row.slice(2)), warnings: receipt.warnings.join('\n'), receipt };
};
const right = (count: number): unknown[] =>
  Array.from({ length: count }, (_, row) => [300 + row, 20.5 + (row % 4)]);

test('headers below each other: any case, turned back again, time moved, one column more or fewer', async () => {
  const turned = `time,heat,temp\n${rows(0, 9, heat)}Time,Temp,HEAT\n${rows(9, 18, swapped)}time,heat,temp\n${rows(18, 27, heat)}`;
  expect((await readings(turned)).read).toEqual(right(27));
  const moved = `time,heat,temp\n${rows(0, 9, heat)}temp,time,heat\n${rows(9, 18, (at, row) => `${20 + (row % 4)}.5,${at},${300 + row}`)}`;
  expect((await readings(moved)).read).toEqual(right(18));
  const more = `time,heat,temp\n${rows(0, 9, heat)}time,note,heat,temp\n${rows(9, 14, (at, row) => heat(at, row).replace(',', ',ok,'))}`;
  expect((await readings(more)).read).toEqual(right(14));
  const later = `time,heat\n${rows(0, 9, (at, row) => `${at},${300 + row}`)}time,temp,heat\n${rows(9, 29, swapped)}`;
  expect((await readings(later)).read).toEqual(right(29).map((row) => (row as number[]).slice(0, 1)));
  const fewer = `time,heat,temp\n${rows(0, 14, heat)}time,temp\n${rows(14, 18, (at) => `${at},9.5`)}`;
  expect((await readings(fewer)).read.at(-1)).toEqual([null, 9.5]);
});

test('a header with other names stops the run, and its remedy works', async () => {
  const parts = [
    `time,heat,temp\n${rows(0, 9, heat)}`,
    `time,warmth,degrees\n${rows(9, 18, swapped)}`,
  ] as const;
  const error = await rejectionOf(parts.join(''));
  expect([error.code, error.place.line]).toEqual(['HEADER_CHANGED', 11]);
  for (const part of parts) expect((await readings(part)).read).toHaveLength(9);
});

test('totals and notes are skipped, and reported, however few rows there are', async () => {
  const content = `time,heat,temp\n${rows(0, 12, heat)}Totaal,3666,258\nMoyenne;305\n\nValeurs provisoires\n* estimated\n`;
  const { read, warnings, receipt } = await readings(content);
  expect(read).toEqual(right(12));
  expect(receipt.rows).toMatchObject({ read: 12, refused: 0 });
  expect(warnings).toContain('1 total (line 14)');
  expect(warnings).toContain('3 notes (the first on line 15)');
});

test('names are above units and kinds of means, as loggers write them', async () => {
  const head =
    '"TOA5","CR6","CR6","77","OS","prog","1","T"\n"TIMESTAMP","RECORD","Flow_Avg"\n"TS","RN","Volts"\n"","","Avg"\n';
  const { columns } = await ingestContent(head + rows(0, 12, (at, row) => `"${at}:00",${row},${row}.25`));
  expect(columns).toEqual(['event_timestamp', 'entity', 'Flow_Avg']);
});

test('a header that is one name short begins or ends with what has no name, as the times show', async () => {
  const first = await ingestContent(`time,heat\n${rows(0, 12, (at, row) => `${row},${at},${row}.5`)}`);
  expect(first.columns).toEqual(['event_timestamp', 'entity', 'heat']);
  const last = await ingestContent(`time,heat\n${rows(0, 12, (at, row) => `${at},${row}.5,${row % 5}.25`)}`);
  expect(last.columns).toEqual(['event_timestamp', 'entity', 'heat', 'column_3']);
});

test('one row a day: the last interval may end at 00:00; numbered sensors are no hours', async () => {
  const days = (names: readonly string[]): string =>
    `date,${names.join(',')}\n${Array.from({ length: 6 }, (_, day) => `2022-09-0${day + 1},${names.map((_, slot) => day + slot / 100).join(',')}`).join('\n')}\n`;
  const ends = Array.from({ length: 24 }, (_, slot) => `${String((slot + 1) % 24).padStart(2, '0')}:00`);
  const { rows: wide } = await ingestContent(days(ends));
  expect([wide.length, wide[0]?.[0], wide.at(-1)?.[0]]).toEqual([
    144,
    '2022-09-01T00:00:00.000Z',
    '2022-09-06T23:00:00.000Z',
  ]);
  const { columns } = await ingestContent(days(Array.from({ length: 24 }, (_, slot) => `sensor${slot + 1}`)));
  expect(columns).toHaveLength(26);
});

test('amounts, counters, and times beside the time are reported', async () => {
  const content = `time,use [kWh],total counter,read at\n${rows(0, 40, (at, row) => `${at},${row % 5}.5,${row * 3}.5,${at}`)}`;
  const { warnings } = await readings(content);
  expect(warnings).toMatch(/column 'use \[kWh\]' has the unit of an amount/);
  expect(warnings).toMatch(/column 'total counter' only grows, as a counter/);
  expect(warnings).toMatch(/column 'read at' has times as well and is left out/);
});

test('widths of columns below the names, as hydrologists write them', async () => {
  const lines = Array.from(
    { length: 48 },
    (_, hour) =>
      `USGS\t0164\t${new Date(Date.UTC(2024, 0, 20, hour)).toISOString().slice(0, 16)}\t${hour}.25\tP`,
  );
  const { rows, columns } = await ingestContent(
    `# retrieved today\nagency\tsite_no\tdatetime\tstage\tstage_cd\n5s\t15s\t20d\t14n\t10s\n${lines.join('\n')}\n`,
  );
  expect([columns.includes('stage'), rows.length]).toEqual([true, 48]);
});

test('clocks in columns of their own part fields as well as decimal commas do', async () => {
  const lines = Array.from({ length: 96 }, (_, slot) => {
    const clock = (of: number): string =>
      new Date(Date.UTC(2024, 0, 20) + of * 900_000).toISOString().slice(11, 16);
    return `20.01.2024;${clock(slot)};${clock(slot + 1)};${slot},5`;
  });
  const { rows } = await ingestContent(`Datum;von;bis;Leistung\n${lines.join('\n')}\n`);
  expect(rows.map((row) => row.at(-1)).slice(0, 3)).toEqual([0.5, 1.5, 2.5]);
});

test('rows of a time alone, before a sensor starts, are no header', async () => {
  const { rows: read, columns } = await ingestContent(
    `time,heat\n${rows(0, 30, (at) => `${at},`)}${rows(30, 48, (at, row) => `${at},${row}.5`)}`,
  );
  expect([columns.at(-1), read.length]).toEqual(['heat', 48]);
  expect(read.slice(29, 31).map((row) => row.at(-1))).toEqual([null, 30.5]);
});

test('names behind the sign of comments, with an empty line below', async () => {
  const { rows: read, columns } = await ingestContent(
    `# of a station\n\n# STN,  YYYYMMDD,   HH,    T\n\n${rows(0, 48, (_, row) => `  260,2022090${5 + Math.floor(row / 24)},${String((row % 24) + 1).padStart(5)},${String(row).padStart(5)}`)}`,
  );
  expect([columns.at(-1), read[1]?.[0]]).toEqual(['T', new Date(Date.UTC(2022, 8, 5, 1)).toISOString()]);
});
