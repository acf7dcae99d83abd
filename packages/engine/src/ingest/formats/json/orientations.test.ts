import { expect, test } from 'vitest';
import { recordsIn } from './records.ts';

const at = [1_705_708_800_000, 1_705_712_400_000];
const records = (document: unknown): unknown => recordsIn(document)?.records;

test.for<[name: string, document: unknown, time: string]>([
  ['columns by row', { time: { 0: at[0], 1: at[1] }, load: { 0: 5, 1: 6 } }, 'time'],
  ['rows by time', { [`${at[0]}`]: { load: 5 }, [`${at[1]}`]: { load: 6 } }, 'column_1'],
  ['split', { columns: ['time', 'load'], index: [0, 1], data: at.map((ms, row) => [ms, row + 5]) }, 'time'],
])('as data frames are written: %s', ([, document, time]) => {
  expect(records(document)).toEqual(
    at.map((ms, row) => ({ [time]: time === 'column_1' ? String(ms) : ms, load: row + 5 })),
  );
});

test('pairs without names', () => {
  expect(records({ unit: 'kW', series: at.map((ms) => [ms, 5]) })).toEqual(
    at.map((ms) => ({ column_1: ms, column_2: 5 })),
  );
});

test('series with a list of readings each are a row a reading', () => {
  const series = ['a', 'b'].map((id) => ({ metric: { id }, values: at.map((ms, row) => [ms, `${row}.5`]) }));
  expect(records({ data: { result: series } })).toEqual(
    ['a', 'b'].flatMap((id) => at.map((ms, row) => ({ metric: { id }, column_1: ms, column_2: `${row}.5` }))),
  );
});

test('what holds the readings may be in a list of one', () => {
  const nodes = at.map((from) => ({ from, load: 5 }));
  expect(recordsIn({ data: { homes: [{ usage: { nodes } }] } })).toEqual({
    path: 'data.homes.0.usage.nodes',
    records: nodes,
  });
});

test.for([
  ['settings', { a: { x: 1 }, b: { y: 2 } }],
  ['two rows that could be columns', { a: { x: 1, y: 2 }, b: { x: 3, y: 4 } }],
])('objects of objects that are no table: %s', ([, document]) => {
  expect(recordsIn(document)).toBeUndefined();
});
