import { expect, test } from 'vitest';
import { ingestContent, rejectionOf } from '../testing/ingest-text.ts';

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
  {
    name: 'as names of files',
    write: (at) => at.toISOString().slice(0, 19).replace('T', '_').replaceAll(':', '-'),
  },
  {
    name: 'as cameras',
    write: (at) => `${at.toISOString().slice(0, 10).replaceAll('-', ':')} ${clock(at)}:00`,
  },
  {
    name: 'Czech',
    write: (at) => `${at.getUTCDate()}. ${at.getUTCMonth() + 1}. 2024 ${at.getUTCHours()}:00`,
  },
  {
    name: 'Hungarian',
    write: (at) => `2024. ${two(at.getUTCMonth() + 1)}. ${two(at.getUTCDate())}. ${clock(at)}`,
  },
  {
    name: 'Chinese',
    write: (at) => `2024年${at.getUTCMonth() + 1}月${at.getUTCDate()}日 ${at.getUTCHours()}时00分`,
  },
  { name: 'Korean', write: (at) => `2024년 ${at.getUTCMonth() + 1}월 ${at.getUTCDate()}일 ${clock(at)}` },
  {
    name: 'weekday and month in words',
    write: (at) =>
      `"${words('Sunday Monday Tuesday Wednesday Thursday Friday Saturday')[at.getUTCDay()]}, ${words('January February')[at.getUTCMonth()]} ${at.getUTCDate()}, 2024 ${at.getUTCHours() % 12 || 12}:00 ${at.getUTCHours() < 12 ? 'AM' : 'PM'}"`,
  },
  {
    name: 'noon of Spain',
    write: (at) =>
      `${two(at.getUTCDate())}/${two(at.getUTCMonth() + 1)}/2024 ${two(at.getUTCHours() % 12 || 12)}:00 ${at.getUTCHours() < 12 ? 'a' : 'p'}. m.`,
  },
  { name: 'the name of the zone', write: (at) => `${at.toISOString().slice(0, 19)}+00:00[Europe/London]` },
  {
    name: 'JavaScript',
    write: (at) =>
      `${words('Sun Mon Tue Wed Thu Fri Sat')[at.getUTCDay()]} ${words('Jan Feb')[at.getUTCMonth()]} ${two(at.getUTCDate())} 2024 ${clock(at)}:00 GMT+0000 (Greenwich Mean Time)`,
  },
  {
    name: 'an interval, and its zone',
    write: (at) => {
      const end = new Date(at.getTime() + HOUR);
      const one = (time: Date): string =>
        `${two(time.getUTCDate())}.${two(time.getUTCMonth() + 1)}.2024 ${clock(time)}`;
      return `${one(at)} - ${one(end)} (UTC)`;
    },
  },
  {
    name: 'an interval in brackets',
    write: (at) =>
      `"[${[at, new Date(at.getTime() + HOUR)].map((time) => time.toISOString().slice(0, 19).replace('T', ' ')).join(', ')})"`,
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

test('counts of Windows since the year 1 are no nanoseconds since 1970', async () => {
  const ticks = (row: number): bigint => 638_420_000_000_000_000n + BigInt(row) * 36_000_000_000n;
  const lines = Array.from({ length: 60 }, (_, row) => `${ticks(row)};${row}.5`);
  expect((await rejectionOf(`time;load\n${lines.join('\n')}\n`)).code).toBe('TIME_UNREADABLE');
});
