import { expect, test } from 'vitest';
import { ingestContent, rejectionOf } from '../testing/ingest-text.ts';

const QUARTER = 900_000;
const names = (count: number): string[] => Array.from({ length: count }, (_, slot) => `Q${slot + 1}`);
/** Cells of a day, each with its number, and how people leave out the hour that clocks skip. */
const cells = (count: number, empty: (slot: number) => boolean = () => false): string =>
  Array.from({ length: count }, (_, slot) => (empty(slot) ? '' : `${slot + 1}.5`)).join(',');
const spec = (count: number) => ({
  time: { column: 'date', zone: 'Europe/Berlin' },
  layout: { wide: { columns: ['Q1', `Q${count}`] as [string, string], every: '15m', value: 'kw' } },
  values: { kw: {} },
});
const ms = (rows: readonly unknown[][]): number[] => rows.map(([time]) => Date.parse(String(time)));
const evenly = (from: number, count: number): number[] =>
  Array.from({ length: count }, (_, slot) => from + slot * QUARTER);

test.for<[how: string, empty: (slot: number) => boolean]>([
  ['counted through, the last four empty', (slot) => slot >= 92],
  ['named by the clock, those of the hour that it skips empty', (slot) => slot >= 8 && slot < 12],
])('a day of 92 quarter-hours in 96 columns: %s', async ([, empty]) => {
  const days = ['2024-03-30', '2024-03-31', '2024-04-01'];
  const lines = days.map((day) => `${day},${day === '2024-03-31' ? cells(96, empty) : cells(96)}`);
  const { rows, receipt } = await ingestContent(`date,${names(96).join(',')}\n${lines.join('\n')}\n`, {
    spec: spec(96),
  });
  expect(ms(rows)).toEqual(evenly(Date.UTC(2024, 2, 29, 23), 284));
  expect([receipt.rows.refused, receipt.rows.conflicts]).toEqual([0, 0]);
});

test.for<[where: string, missing: number]>([
  ['the last', 23],
  ['the last two', 22],
  ['one in the middle', 12],
])('a day of 25 hours in 24 columns is named by the clock, %s empty', async ([, missing]) => {
  const hours = Array.from({ length: 24 }, (_, hour) => hour);
  const isEmpty = (hour: number): boolean => (missing === 12 ? hour === 12 : hour >= missing);
  const lines = ['2023-10-28', '2023-10-29', '2023-10-30'].map((day) =>
    [day, ...hours.map((hour) => (day === '2023-10-29' && isEmpty(hour) ? '' : `${hour}.5`))].join(','),
  );
  const content = `date,${hours.map((hour) => `H${hour + 1}`).join(',')}\n${lines.join('\n')}\n`;
  const { rows } = await ingestContent(content, {
    spec: {
      time: { column: 'date', zone: 'Europe/Berlin' },
      layout: { wide: { columns: ['H1', 'H24'], every: '1h', value: 'kw' } },
      values: { kw: {} },
    },
  });
  const local = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/Berlin',
    hour: '2-digit',
    hour12: false,
  });
  expect(rows.map(([time]) => Number(local.format(Date.parse(String(time)))))).toEqual(
    rows.map(([, , kw]) => Number(kw) - 0.5),
  );
  expect(rows).toHaveLength(72 - hours.filter(isEmpty).length);
});

test.for<[how: string, first: string]>([
  ['of a spring day with a 24th hour', '2023-03-26'],
  ['of an autumn day that ends with its 24th', '2022-10-30'],
])('a day of 25 hours that lacks its last is named as another day shows, %s', async ([, first]) => {
  const dayOf = (day: string, last: number) =>
    Array.from({ length: last }, (_, hour) => hour + 1)
      .filter((hour) => day !== '2023-03-26' || hour !== 3)
      .map((hour) => `${day},${hour},${hour}.5\n`)
      .join('');
  const content = `date,hour,kw\n${dayOf(first, 24)}${dayOf('2023-10-29', 23)}${dayOf('2023-10-30', 24)}`;
  const { rows } = await ingestContent(content, {
    spec: {
      time: { column: ['date', 'hour'], periods: '1h', zone: 'Europe/Berlin' },
      values: { kw: {} },
    },
    chunkBytes: 200,
  });
  const local = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/Berlin',
    hour: '2-digit',
    hour12: false,
  });
  expect(rows.map(([time]) => Number(local.format(Date.parse(String(time)))))).toEqual(
    rows.map(([, , kw]) => Number(kw) - 1.5),
  );
});

test('where no day shows how periods are named, a day that is not whole is read as counted through, and told', async () => {
  const dayOf = (day: string, last: number) =>
    Array.from({ length: last }, (_, hour) => `${day},${hour + 1},${hour + 1}.5\n`).join('');
  const read = (days: string) =>
    ingestContent(`date,hour,kw\n${days}`, {
      spec: {
        time: { column: ['date', 'hour'], periods: '1h', zone: 'Europe/Berlin' },
        values: { kw: {} },
      },
    });
  const isTold = /clocks change on 2023-10-29, and nothing in the file shows whether periods/;
  const part = await read(`${dayOf('2023-10-28', 24)}${dayOf('2023-10-29', 20)}`);
  expect(part.receipt.warnings.filter((one) => isTold.test(one))).toHaveLength(1);
  expect(ms(part.rows).at(-1)).toBe(Date.UTC(2023, 9, 28, 22 + 19));
  for (const whole of [24, 25]) {
    const { receipt } = await read(`${dayOf('2023-10-28', 24)}${dayOf('2023-10-29', whole)}`);
    expect(receipt.warnings.filter((one) => isTold.test(one))).toEqual([]);
  }
});

test('a day of 100 quarter-hours is asked about, and read once the zone is known', async () => {
  const days = ['2023-10-27', '2023-10-28', '2023-10-29', '2023-10-30'];
  const lines = days.map((day) => `${day},${cells(100, (slot) => day !== '2023-10-29' && slot >= 96)}`);
  const content = `date,${names(100).join(',')}\n${lines.join('\n')}\n`;
  const error = await rejectionOf(content);
  expect([error.code, error.message, error.remedy]).toEqual([
    'FILE_AMBIGUOUS',
    expect.stringContaining("'Q1' to 'Q100' goes beyond 96 (2023-10-29 97)"),
    expect.stringContaining('time.zone, for example Europe/Berlin'),
  ]);
  const { rows } = await ingestContent(content, { spec: spec(100) });
  expect(ms(rows)).toEqual(evenly(Date.UTC(2023, 9, 26, 22), 4 * 96 + 4));
});

test('columns named by the interval that they are for', async () => {
  for (const sign of [' - ', '-', '–']) {
    const hours = Array.from({ length: 24 }, (_, hour) =>
      [hour, (hour + 1) % 24].map((clock) => String(clock).padStart(2, '0')).join(sign),
    );
    const days = ['2024-02-01', '2024-02-02'].map(
      (day) => `${day};${hours.map((_, hour) => `${hour},5`).join(';')}`,
    );
    const { rows } = await ingestContent(`date;${hours.join(';')}\n${days.join('\n')}\n`);
    expect([rows.length, rows[0], rows.at(-1)]).toEqual([
      48,
      ['2024-02-01T00:00:00.000Z', 'all', 0.5],
      ['2024-02-02T23:00:00.000Z', 'all', 23.5],
    ]);
  }
});
