import { Notation } from '@wattline/engine/kept-upload';
import type { Row } from '@wattline/online-transform';
import { expect, test } from 'vitest';
import { type Ingested, ingestedText, posted, type Read, transformOf } from './ingested.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const two = (number: number): string => String(number).padStart(2, '0');
const from = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i);

/** A file as people write it: its header in its own order, and rows of it. */
interface File {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const ingestedFile = async ({ header, rows }: File, spec: object): Promise<Ingested> => {
  const text = [header, ...rows].map((cells) => cells.join(';')).join('\n');
  const done = await ingestedText(text, { values: { load: {} }, quarantine: { maxFraction: 1 }, ...spec });
  if (done === undefined) throw new Error('the file was refused');
  // As the log keeps it.
  return { ...done, notation: Notation.parse(done.notation) };
};

/** Its rows as JSON has them, of which the names were written in some order. */
const inJson = ({ header, rows }: File, order: (names: readonly string[]) => readonly string[]): Row[] =>
  rows.map((cells) => {
    const cellOf = new Map(header.map((name, i) => [name, cells[i]]));
    const text = order(header).map((name) => `${JSON.stringify(name)}:${JSON.stringify(cellOf.get(name))}`);
    return JSON.parse(`{${text.join(',')}}`) as Row;
  });

const orders: Readonly<Record<string, (names: readonly string[]) => readonly string[]>> = {
  'as in the file': (names) => names,
  sorted: (names) => [...names].sort(),
  'the other way round': (names) => [...names].reverse(),
};

/** Rows for each hour, with series of these names beside the time, and other columns before and after. */
const series = (names: readonly string[], after: readonly string[] = ['note']): File => ({
  header: ['time', ...names, ...after],
  rows: from(0, 40).map((hour) => [
    new Date(Date.UTC(2024, 0, 1, hour)).toISOString(),
    ...names.map((_, place) => (hour === 5 && place === 1 ? '' : `${place + 1}${two(hour)}.5`)),
    ...after.map(() => '7'),
  ]),
});

/** Days of readings in columns of these names, an hour each or half of one. */
const days = (names: readonly string[]): File => ({
  header: ['site', 'date', ...names, 'note'],
  rows: from(0, 3).map((day) => [
    'north',
    new Date(Date.UTC(2024, 0, 5) + day * DAY).toISOString().slice(0, 10),
    ...names.map((_, place) => `${day + 1}${two(place)}.5`),
    '',
  ]),
});

const ofSeries = (columns: readonly [string, string]) => ({
  time: { column: 'time' },
  entity: 'site',
  layout: { series: { columns, value: 'load' } },
});
const ofDays = (columns: readonly [string, string], every: string) => ({
  time: { column: 'date', zone: 'UTC' },
  layout: { wide: { columns, every, value: 'load' } },
});
const clocks = from(0, 47).map((half) => `${two(half >> 1)}${half % 2 === 0 ? '00' : '30'}`);

const cases: Readonly<Record<string, { readonly file: File; readonly spec: object }>> = {
  'series named 100, 200, 300': { file: series(['100', '200', '300']), spec: ofSeries(['100', '300']) },
  'the first of them in the middle': {
    file: series(['200', '100', '300']),
    spec: ofSeries(['200', '300']),
  },
  'those before the first are other columns': {
    file: series(['300', '200', '400'], ['100']),
    spec: ofSeries(['300', '400']),
  },
  'some named by numbers': { file: series(['north', '7', 'south']), spec: ofSeries(['north', 'south']) },
  'none named by a number': {
    file: series(['north', 'middle', 'south']),
    spec: ofSeries(['north', 'south']),
  },
  'half-hours named 0000 to 2330': { file: days(clocks), spec: ofDays(['0000', '2330'], '30m') },
  'hours named 0 to 23': { file: days(from(0, 23).map(String)), spec: ofDays(['0', '23'], '1h') },
  'hours named 01 to 24': { file: days(from(1, 24).map(two)), spec: ofDays(['01', '24'], '1h') },
  'hours of a day from 6 to 5': {
    file: days([...from(6, 23), ...from(0, 5)].map(String)),
    spec: ofDays(['6', '5'], '1h'),
  },
  'hours named H1 to H24': {
    file: days(from(1, 24).map((hour) => `H${hour}`)),
    spec: ofDays(['H1', 'H24'], '1h'),
  },
};

const readOf = async ({ file, spec }: { readonly file: File; readonly spec: object }) => {
  const done = await ingestedFile(file, spec);
  return { done, transform: transformOf(done.spec, [done.notation], true) };
};

test.each(Object.entries(cases))(
  '%s: read as in the file, in whatever order they are posted',
  async (_, one) => {
    const { done, transform } = await readOf(one);
    expect(done.read.readings.size).toBeGreaterThan(70);
    for (const order of Object.values(orders))
      expect(posted(transform, inJson(one.file, order))).toEqual(done.read);
  },
);

const codes = ({ readings, refused }: Read) => [
  readings.size,
  ...new Set(refused.map((text) => text.split(' ').at(-1))),
];

test.each(Object.entries(cases))(
  '%s: never others than those of the file, whatever is known',
  async (_, one) => {
    const { done } = await readOf(one);
    const { header: __, ...notation } = done.notation;
    // Of before headers were kept.
    const transform = transformOf(done.spec, [notation], true);
    const rows = inJson(one.file, (names) => names);
    const isMoved = one.file.header.some((name) => /^(?:0|[1-9]\d*)$/.test(name));
    if (isMoved) expect(codes(posted(transform, rows))).toEqual([0, 'COLUMNS_OPEN']);
    else expect(posted(transform, rows)).toEqual(done.read);
  },
);

test('a row that lacks one of the columns, and one that no upload has', async () => {
  const { file, spec } = cases['series named 100, 200, 300'] ?? { file: series([]), spec: {} };
  const { transform } = await readOf({ file, spec });
  const [first = {}] = inJson(file, (names) => names);
  const { 200: _, ...lacking } = first;
  expect(codes(posted(transform, [lacking]))).toEqual([0, 'ROW_TOO_SHORT']);
  // It may be a series more, or beside them.
  expect(codes(posted(transform, [{ ...first, 250: '1' }]))).toEqual([0, 'COLUMNS_OPEN']);
  const { note: __, ...without } = first;
  expect(codes(posted(transform, [without]))).toEqual([3]);
});

test('of names that stay where they are written, a new one counts by its place where the others have theirs', async () => {
  const { transform } = await readOf(cases['none named by a number'] ?? { file: series([]), spec: {} });
  const read = (text: string) => codes(posted(transform, [JSON.parse(text) as Row]));
  const time = '"time":"2024-02-01T00:00:00Z"';
  expect(read(`{${time},"north":1,"middle":2,"west":3,"south":4}`)).toEqual([4]);
  expect(read(`{${time},"north":1,"middle":2,"south":4,"west":3}`)).toEqual([3]);
  // Sorted, which drops the middle.
  expect(read(`{"middle":2,"north":1,"south":4,${time},"west":3}`)).toEqual([0, 'COLUMNS_OPEN']);
});

test('days of which one column is left out are not read as a shorter day', async () => {
  const quarters = from(1, 100).map((quarter) => `Q${quarter}`);
  const file = days(quarters);
  const blank = file.rows.map((cells) => cells.map((cell, i) => (i > 97 ? '' : cell)));
  const { transform } = await readOf({ file: { ...file, rows: blank }, spec: ofDays(['Q1', 'Q100'], '15m') });
  const [first = {}] = inJson({ ...file, rows: blank }, (names) => names);
  const { Q50: _, ...lacking } = first;
  expect(codes(posted(transform, [first]))).toEqual([96]);
  expect(codes(posted(transform, [lacking]))).toEqual([0, 'ROW_TOO_SHORT']);
});

test('uploads that have the same columns in different orders leave days open, and not series', async () => {
  const one = await readOf({ file: series(['1', '2', '3']), spec: ofSeries(['1', '3']) });
  const other = await readOf({ file: series(['1', '2', '3'], []), spec: ofSeries(['1', '3']) });
  const both = transformOf(one.done.spec, [one.done.notation, other.done.notation], true);
  const rows = inJson(series(['1', '2', '3'], []), (names) => names);
  expect(posted(both, rows)).toEqual(other.done.read);
  const hours = from(0, 23).map(String);
  const swapped = ['0', '2', '1', ...from(3, 23).map(String)];
  const day = await readOf({ file: days(hours), spec: ofDays(['0', '23'], '1h') });
  const strange = await readOf({ file: days(swapped), spec: ofDays(['0', '23'], '1h') });
  const open = transformOf(day.done.spec, [day.done.notation, strange.done.notation], true);
  expect(
    codes(
      posted(
        open,
        inJson(days(hours), (names) => names),
      ),
    ),
  ).toEqual([0, 'COLUMNS_OPEN']);
});

test('each reading of a row is counted before the next row is looked at, and other columns are not', async () => {
  const { file, spec } = cases['some named by numbers'] ?? { file: series([]), spec: {} };
  const { transform } = await readOf({ file, spec });
  const read: string[] = [];
  const rows = inJson(file, (names) => names).map((row, i) =>
    Object.defineProperty(row, 'note', { enumerable: true, get: () => read.push(`note ${i}`) }),
  );
  const [last = {}] = rows.splice(3);
  rows.push(Object.defineProperty(last, 'north', { enumerable: true, get: () => read.push('north') }));
  const counted: number[] = [];
  const count = (readings: number): void => {
    counted.push(readings);
    if (counted.length === 3) throw new Error('enough');
  };
  expect(() => transform.read(rows, undefined, count)).toThrow('enough');
  expect([counted, read]).toEqual([[3, 3, 3], []]);
});
