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
