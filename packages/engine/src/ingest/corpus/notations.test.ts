import { expect, test } from 'vitest';
import { ingestContent } from '../testing/ingest-text.ts';

const HOUR = 3_600_000;
const begin = Date.UTC(2024, 0, 28);
const two = (number: number): string => String(number).padStart(2, '0');
const words = (text: string): string[] => text.split(' ');

interface Written {
  readonly name: string;
  readonly write: (at: Date, month: number) => string;
  /** Hours from one to the next. */
  readonly every?: number;
}
const clock = (at: Date): string => `${two(at.getUTCHours())}:00`;
const dayOfYear = (at: Date): string =>
  String(Math.floor((at.getTime() - Date.UTC(2024, 0, 1)) / (24 * HOUR)) + 1).padStart(3, '0');
const withMonths = (names: string, write: (at: Date, month: string) => string) => (at: Date, month: number) =>
  write(at, words(names)[month] ?? '');
const week = (at: Date): string => {
  const days = Math.floor((at.getTime() - Date.UTC(2024, 0, 1)) / (24 * HOUR));
  return `2024-W${two(Math.floor(days / 7) + 1)}-${(days % 7) + 1}`;
};

/** Whole days from 28 January to 3 February, by hand: the zone is UTC throughout. */
const notations: readonly Written[] = [
  {
    name: 'German',
    write: withMonths('Januar Februar', (at, m) => `${at.getUTCDate()}. ${m} 2024 ${clock(at)}`),
  },
  {
    name: 'Austrian',
    write: withMonths('Jänner Februar', (at, m) => `${at.getUTCDate()}. ${m} 2024 ${clock(at)}`),
  },
  {
    name: 'Spanish',
    write: withMonths('enero febrero', (at, m) => `${at.getUTCDate()} de ${m} de 2024 ${clock(at)}`),
  },
  {
    name: 'French',
    write: withMonths('janv. févr.', (at, m) => `${at.getUTCDate()} ${m} 2024 ${clock(at)}`),
  },
  {
    name: 'Russian',
    write: withMonths('января февраля', (at, m) => `${at.getUTCDate()} ${m} 2024 ${clock(at)}`),
  },
  {
    name: 'Turkish',
    write: withMonths('Ocak Şubat', (at, m) => `${at.getUTCDate()} ${m} 2024 ${clock(at)}`),
  },
  {
    name: 'C',
    write: (at) =>
      `${words('Sun Mon Tue Wed Thu Fri Sat')[at.getUTCDay()]} ${words('Jan Feb')[at.getUTCMonth()]} ${two(at.getUTCDate())} ${clock(at)}:00 2024`,
  },
  { name: 'day of the year', write: (at) => `2024/${dayOfYear(at)} ${clock(at)}` },
  { name: 'ISO week and day', write: (at) => week(at), every: 24 },
  { name: 'ISO week, day, and clock', write: (at) => `${week(at)}T${clock(at)}` },
  {
    name: 'underscores',
    write: (at) => `${at.toISOString().slice(0, 10).replaceAll('-', '_')}_${two(at.getUTCHours())}`,
  },
];

test.for(notations)('times as people write them: $name', async ({ write, every = 1 }) => {
  const times = Array.from({ length: 120 }, (_, row) => new Date(begin + row * every * HOUR));
  const lines = times.map((at, row) => `${write(at, at.getUTCMonth())};${row}.5`);
  const inTwoMonths = times.filter((at) => at.getUTCMonth() < 2).length;
  const { rows } = await ingestContent(`time;load\n${lines.slice(0, inTwoMonths).join('\n')}\n`);
  expect(rows.map(([time]) => time)).toEqual(times.slice(0, inTwoMonths).map((at) => at.toISOString()));
});

test('the 53rd week is there in the years that have one', async () => {
  const { rows, refusals } = await ingestContent(
    `week;load\n${['2020-W52', '2020-W53', '2021-W01', '2021-W53'].map((text) => `${text};1.5`).join('\n')}\n`,
    {
      spec: {
        time: { column: 'week', format: '%G-W%V' },
        values: { load: {} },
        interval: '7d',
        lags: { by: [] },
        quarantine: { maxFraction: 0.5 },
      },
    },
  );
  expect(rows.map(([time]) => String(time).slice(0, 10))).toEqual(['2020-12-21', '2020-12-28', '2021-01-04']);
  expect(refusals.map(({ value }) => value)).toEqual(['2021-W53']);
});

test('a name that two columns have gets a number, which is said, and so does a header further down', async () => {
  const rowsFrom = (first: number) =>
    Array.from(
      { length: 15 },
      (_, row) =>
        `0${1 + Math.floor((first + row) / 24)}.03.2024 ${two((first + row) % 24)}:00;${first + row},5;${first + row + 100},5`,
    );
  const header = 'Zeit;kW;kW';
  const { rows, columns, receipt } = await ingestContent(
    `${[header, ...rowsFrom(0), header, ...rowsFrom(15)].join('\n')}\n`,
  );
  expect([columns.slice(2), rows.length, rows.at(-1)?.slice(2)]).toEqual([['kW', 'kW_2'], 30, [29.5, 129.5]]);
  expect(receipt.warnings.join('\n')).toContain("it is read as 'kW_2'");
});
