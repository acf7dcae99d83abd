import { expect, test } from 'vitest';
import { hourRows, hours } from '../../testing/hours.ts';
import { ingestContent, rejectionOf } from '../../testing/ingest-text.ts';

const lines = (records: readonly unknown[]): string =>
  `${records.map((r) => JSON.stringify(r)).join('\n')}\n`;

test.each([
  ['one object a line', lines(hours(48))],
  ['one object a line, with CRLF and a BOM', `\uFEFF${lines(hours(48)).replaceAll('\n', '\r\n')}`],
  ['a list of objects', JSON.stringify(hours(48), undefined, 2)],
  ['a list within an object', JSON.stringify({ meta: { source: 'x' }, data: hours(48) })],
  [
    'columns of equal length',
    JSON.stringify({ hourly: { time: hours(48).map((h) => h.time), value: hours(48).map((h) => h.value) } }),
  ],
  [
    'a list of lists with a header',
    JSON.stringify([['time', 'value'], ...hours(48).map((h) => [h.time, h.value])]),
  ],
])('%s is read', async (_, content) => {
  const { rows, receipt } = await ingestContent(content);
  expect(receipt.source.kind).toBe('json');
  expect(rows).toEqual(hourRows(48));
});

test('nested objects become columns, and a key that some records lack leaves their cells empty', async () => {
  const records = hours(48).map(({ time, value }, index) => ({
    meter: { id: 'm1' },
    time,
    value,
    ...(index > 40 ? { late: index } : {}),
  }));
  const { rows, columns } = await ingestContent(lines(records));
  expect(columns).toEqual(['event_timestamp', 'meter.id', 'value', 'late']);
  expect(rows[0]).toEqual(['2021-03-01T00:00:00.000Z', 'm1', 10, null]);
  expect(rows[47]).toEqual(['2021-03-02T23:00:00.000Z', 'm1', 57, 47]);
});

test('refusals name the line of the file', async () => {
  const records: unknown[] = hours(48);
  records[10] = { time: 'not a time', value: 3 };
  const { refusals } = await ingestContent(lines(records), {
    spec: { time: { column: 'time', format: 'iso' }, values: { value: {} } },
  });
  expect(refusals.map(({ line }) => line)).toEqual([11]);
});

test.each([
  ['a line that is cut off', lines(hours(5)).slice(0, -20), 'JSON_INVALID'],
  ['a list that is cut off', JSON.stringify(hours(5)).slice(0, -20), 'JSON_INVALID'],
  ['a document without records', '{"a": 1}', 'JSON_NOT_TABULAR'],
  ['an empty list', '[]', 'JSON_NOT_TABULAR'],
])('%s is refused', async (_, content, code) => {
  expect(await rejectionOf(content)).toMatchObject({ code });
});

test('how a dataset’s text files are written says nothing of JSON; its decimal sign does, of numbers in texts', async () => {
  const file = { delimiter: ';', header: 3, encoding: 'windows-1252', quote: 'none', decimal: ',' } as const;
  const spec = { time: { column: 'time', format: 'iso' }, values: { value: {} }, file } as const;
  const records = hours(3).map(({ time, value }) => ({ time, value: value + 0.5 }));
  const [first, ...others] = records;
  const written = [{ time: first?.time, value: '10,5' }, ...others];
  const { rows } = await ingestContent(JSON.stringify(written), { spec });
  expect(rows).toEqual(hourRows(3).map(([time, entity, value]) => [time, entity, value + 0.5]));
});

test('a number of JSON is no more than it says, whatever the texts beside it are like', async () => {
  const records = hours(48).map(({ time }, i) => ({
    time,
    load: i % 2 === 0 ? 5 : 1.234,
    temp: i % 3 === 0 ? null : 2.345,
    text: `${i + 1},5`,
  }));
  const { rows } = await ingestContent(JSON.stringify(records), {
    spec: { time: { column: 'time' }, values: { load: {}, temp: {}, text: {} } },
  });
  expect(rows.map((row) => row.slice(2))).toEqual(records.map(({ load, temp }, i) => [load, temp, i + 1.5]));
});

test('texts among them are read as texts are', async () => {
  const texts = ['1.234', '2.345,5', '999'];
  const { rows } = await ingestContent(
    JSON.stringify(hours(48).map(({ time }, i) => ({ time, load: texts[i] ?? 7 }))),
    { spec: { time: { column: 'time' }, values: { load: {} } } },
  );
  expect(rows.slice(0, 4).map((row) => row[2])).toEqual([1234, 2345.5, 999, 7]);
});

test.each([
  ['before', [1.234, '2,5', 7]],
  ['after', ['2,5', 7, 1.234]],
  ['before and after', [-12.345, '1.204,5', -0.123]],
  ['beside texts that may be grouped', [1.234, '1.500', 7]],
])('a number %s texts with signs in one field is no more than it says', async (_, loads) => {
  const text = 'a "b", c\u2028d';
  const records = hours(48).map(({ time }, i) => ({ text, time, load: loads[i] ?? 7, note: '' }));
  const { rows } = await ingestContent(JSON.stringify(records), {
    spec: { time: { column: 'time' }, values: { load: {} }, drop: ['text', 'note'] },
  });
  const decimal = loads.some((load) => String(load).includes(',')) ? ',' : '.';
  const numbers = loads.map((load) =>
    typeof load === 'number'
      ? load
      : Number(decimal === ',' ? load.replace('.', '').replace(',', '.') : load),
  );
  expect(rows.slice(0, 4).map((row) => row[2])).toEqual([...numbers, 7]);
});
