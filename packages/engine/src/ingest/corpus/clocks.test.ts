import { expect, test } from 'vitest';
import { ingestContent, rejectionOf } from '../testing/ingest-text.ts';

const HOUR = 3_600_000;
const begin = Date.UTC(2023, 4, 1);
const date = (row: number, perDay: number): string =>
  new Date(begin + Math.floor(row / perDay) * 24 * HOUR).toISOString().slice(0, 10);

/** Three days of a file with a date and a clock of its own, and the times that it says. */
const timesOf = async (
  name: string,
  perDay: number,
  clock: (slot: number) => string | number,
): Promise<unknown[]> => {
  const lines = Array.from(
    { length: 3 * perDay },
    (_, row) => `${date(row, perDay)};${clock(row % perDay)};${row}.5`,
  );
  const { rows, columns } = await ingestContent(`day;${name};load\n${lines.join('\n')}\n`);
  expect(columns).toEqual(['event_timestamp', 'entity', 'load']);
  return rows.map(([time]) => time);
};
const evenly = (perDay: number): string[] =>
  Array.from({ length: 3 * perDay }, (_, row) => new Date(begin + (row * 24 * HOUR) / perDay).toISOString());

test.for<[name: string, perDay: number, clock: (slot: number) => string | number]>([
  ['uur', 24, (slot) => slot],
  ['Hour', 24, (slot) => `HE${String(slot + 1).padStart(2, '0')}`],
  ['PTU', 96, (slot) => slot + 1],
  ['period', 48, (slot) => slot],
  ['hhmm', 48, (slot) => Math.floor(slot / 2) * 100 + (slot % 2) * 30],
  ['minute', 96, (slot) => slot * 15],
  ['seconds', 24, (slot) => slot * 3600],
])('a clock beside a date is part of the time, whatever it is called: %s', async ([name, perDay, clock]) => {
  expect(await timesOf(name, perDay, clock)).toEqual(evenly(perDay));
});

test('an hour and its minutes in two columns', async () => {
  const lines = evenly(48).map((at, row) => {
    const time = new Date(at);
    return `${at.slice(0, 10)},${time.getUTCHours()},${time.getUTCMinutes()},${row}.5`;
  });
  const { rows } = await ingestContent(`day,hh,mm,load\n${lines.join('\n')}\n`);
  expect(rows.map(([time]) => time)).toEqual(evenly(48));
});

test('a column without a name for it that counts through each day is asked about, and both answers work', async () => {
  const lines = evenly(24).map((at, row) => `${at.slice(0, 10)},${row % 24},${row}.5`);
  const content = `day,x,load\n${lines.join('\n')}\n`;
  const error = await rejectionOf(content);
  expect([error.code, error.place.column]).toEqual(['FILE_AMBIGUOUS', 'x']);
  const values = { load: {} };
  const asTime = await ingestContent(content, {
    spec: { time: { column: ['day', 'x'], format: '%Y-%m-%d %H' }, values },
  });
  expect(asTime.rows.map(([time]) => time)).toEqual(evenly(24));
  const asSeries = await ingestContent(content, { spec: { time: { column: 'day' }, entity: 'x', values } });
  expect(new Set(asSeries.rows.map((row) => row[1])).size).toBe(24);
});

test('hour 24 without hour 0 ends the day, in one column too', async () => {
  const lines = evenly(24).map(
    (at, row) => `${at.slice(0, 10)} ${String((row % 24) + 1).padStart(2, '0')},${row}.5`,
  );
  const { rows } = await ingestContent(`time,load\n${lines.join('\n')}\n`);
  expect(rows.map(([time]) => time)).toEqual(evenly(24));
});

/** Hours of the days about a change of clocks, as their numbers in a file. */
const numbered = async (days: readonly (readonly [day: string, hours: readonly number[]])[]) => {
  const lines = days.flatMap(([day, hours]) => hours.map((hour) => `${day},${hour},1.5`));
  const { rows } = await ingestContent(`day,hour,load\n${lines.join('\n')}\n`, {
    spec: {
      time: { column: ['day', 'hour'], format: '%Y-%m-%d', periods: '1h', zone: 'Europe/Madrid' },
      values: { load: {} },
    },
  });
  return rows.map(([time]) => Date.parse(String(time)));
};
const from = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);
const hourly = (count: number, start: string): number[] =>
  Array.from({ length: count }, (_, row) => Date.parse(start) + row * HOUR);

test('numbered hours go through a change of clocks, counted or by the clock', async () => {
  const autumn = hourly(49, '2023-10-28T22:00Z');
  expect(
    await numbered([
      ['2023-10-29', from(1, 25)],
      ['2023-10-30', from(1, 24)],
    ]),
  ).toEqual(autumn);
  expect(
    await numbered([
      ['2023-10-29', [1, 2, 3, ...from(3, 24)]],
      ['2023-10-30', from(1, 24)],
    ]),
  ).toEqual(autumn);
  const spring = hourly(47, '2023-03-25T23:00Z');
  expect(
    await numbered([
      ['2023-03-26', from(1, 23)],
      ['2023-03-27', from(1, 24)],
    ]),
  ).toEqual(spring);
  expect(
    await numbered([
      ['2023-03-26', [1, 2, ...from(4, 24)]],
      ['2023-03-27', from(1, 24)],
    ]),
  ).toEqual(spring);
});

test('hours that occur twice, sorted by what the clock showed, and labels at the end as the clock showed them', async () => {
  const read = async (clocks: readonly string[], time: object) => {
    const lines = clocks.map((clock, row) => `2023-10-29 ${clock},${row}.5`);
    const { rows } = await ingestContent(`t,v\n${lines.join('\n')}\n`, {
      spec: { time: { column: 't', zone: 'Europe/Madrid', ...time }, values: { v: {} } },
    });
    return rows.map(([at, , value]) => [String(at).slice(11, 16), value]);
  };
  expect(await read(['01:30', '02:00', '02:00', '02:30', '02:30', '03:00'], {})).toEqual([
    ['23:30', 0.5],
    ['00:00', 1.5],
    ['00:30', 3.5],
    ['01:00', 2.5],
    ['01:30', 4.5],
    ['02:00', 5.5],
  ]);
  // The clock showed 02:00 as the hour from 1 to 2 ended, and again an hour later.
  expect(await read(['01:00', '02:00', '02:00', '03:00', '04:00'], { label: 'end' })).toEqual([
    ['22:00', 0.5],
    ['23:00', 1.5],
    ['00:00', 2.5],
    ['01:00', 3.5],
    ['02:00', 4.5],
  ]);
});

test('a time that clocks skip never takes the instant of another reading', async () => {
  const lines = evenly(24).map(
    (at, row) =>
      `${at.slice(0, 13).replace('2023-05', '2023-03').replace('-01T', '-25T').replace('-02T', '-26T').replace('-03T', '-27T')}:00,${row}.5`,
  );
  const { rows, receipt } = await ingestContent(`t,v\n${lines.join('\n')}\n`, {
    spec: { time: { column: 't', zone: 'Europe/Madrid' }, values: { v: {} } },
  });
  expect(rows.find(([at]) => at === '2023-03-26T01:00:00.000Z')?.[2]).toBe(27.5);
  expect(receipt.reasons).toEqual({ TIME_SKIPPED: 1 });
  expect(receipt.warnings.join()).toContain('standard time all year');
});

test.for<[what: string, write: (at: Date) => string, ahead: number]>([
  [
    'hours with am and pm beside them',
    (at) =>
      `${at.toISOString().slice(0, 10)} ${at.getUTCHours() % 12 || 12}${at.getUTCHours() < 12 ? 'am' : 'pm'}`,
    0,
  ],
  [
    'an offset by name',
    (at) => `${at.toISOString().slice(0, 10)} ${at.toISOString().slice(11, 16)} UTC+2`,
    2,
  ],
  [
    'a longer one',
    (at) => `${at.toISOString().slice(0, 10)} ${at.toISOString().slice(11, 16)} GMT-03:30`,
    -3.5,
  ],
  [
    'a zone in brackets',
    (at) => `${at.toISOString().slice(0, 10)} ${at.toISOString().slice(11, 16)} (CEST)`,
    2,
  ],
])('%s', async ([, write, ahead]) => {
  const lines = evenly(24).map((at, row) => `${write(new Date(at))},${row}.5`);
  const { rows } = await ingestContent(`time,load\n${lines.join('\n')}\n`);
  expect(rows.map(([time]) => Date.parse(String(time)) + ahead * HOUR)).toEqual(
    evenly(24).map((at) => Date.parse(at)),
  );
});

test('24:00 where midnight is never 00:00 ends the last quarter of an hour of its day', async () => {
  const lines = Array.from({ length: 192 }, (_, row) => {
    const minutes = ((row % 96) + 1) * 15;
    const clock = [Math.floor(minutes / 60), minutes % 60]
      .map((part) => String(part).padStart(2, '0'))
      .join(':');
    return `0${1 + Math.floor(row / 96)}.02.2024 ${clock};${row},5`;
  });
  const { rows, receipt } = await ingestContent(`Zeit;kW\n${lines.join('\n')}\n`);
  expect([rows[0]?.[0], rows.at(-1)?.[0]]).toEqual(['2024-02-01T00:00:00.000Z', '2024-02-02T23:45:00.000Z']);
  expect(receipt.warnings.join('\n')).toContain('time.label: end');
});

test('dates with a midnight behind them go on in the clock beside', async () => {
  const lines = evenly(96).map(
    (at, row) =>
      `${at.slice(0, 10)} 00:00:00,${new Date(Date.parse(at) + 14 * 60_000).toISOString().slice(11, 19)},${row}.5`,
  );
  const ends = await ingestContent(`Report Date,Time Period Ending,vehicles\n${lines.join('\n')}\n`);
  expect(ends.rows.map(([time]) => time)).toEqual(
    evenly(96).map((at) => new Date(Date.parse(at) + 14 * 60_000).toISOString()),
  );
  const hours = evenly(24).map((at, row) => `${at.slice(0, 10)}T00:00:00,${row % 24},${row}.5`);
  const counted = await ingestContent(`Date,Hour,load\n${hours.join('\n')}\n`);
  expect(counted.rows.map(([time]) => time)).toEqual(evenly(24));
});

test('hours with blanks at which no line breaks', async () => {
  const hour = (of: number): string => String(of % 24).padStart(2, '0');
  expect(await timesOf('Hours', 24, (slot) => `${hour(slot)}\u{a0}-\u{a0}${hour(slot + 1)}`)).toEqual(
    evenly(24),
  );
});

test('when a reading was published or revised is not when it was taken', async () => {
  const lines = evenly(48).map((at, row) => {
    const published = new Date(Date.parse(at) + 30 * 60_000).toISOString();
    return `${published},${at},${row}.5`;
  });
  const { rows } = await ingestContent(`publishTime,startTime,load\n${lines.join('\n')}\n`);
  expect(rows.map(([time]) => time)).toEqual(evenly(48));
});

test('hours of a clock with a 25th are counted through a day', async () => {
  // 2023-10-29 has 25 hours in Madrid.
  const days: readonly (readonly [day: string, hours: number])[] = [
    ['2023/10/28', 24],
    ['2023/10/29', 25],
    ['2023/10/30', 24],
  ];
  const lines = days.flatMap(([day, hours]) =>
    Array.from({ length: hours }, (_, hour) => `${day};${String(hour + 1).padStart(2, '0')}:00;${hour},5`),
  );
  const content = `fecha;hora;consumo\n${lines.join('\n')}\n`;
  const asked = await rejectionOf(content);
  expect([asked.code, asked.place.column]).toEqual(['FILE_AMBIGUOUS', 'hora']);
  const time = { column: ['fecha', 'hora'], zone: 'Europe/Madrid' };
  const values = { consumo: {} };
  const counted = await ingestContent(content, {
    spec: { time: { ...time, format: '%Y/%m/%d', periods: '1h' }, values },
  });
  expect(counted.rows.map(([at]) => at)).toEqual(
    Array.from({ length: 73 }, (_, hour) => new Date(Date.UTC(2023, 9, 27, 22 + hour)).toISOString()),
  );
  // As hours of the clock, all after the third would be an hour late.
  const asClock = await rejectionOf(content, {
    spec: { time: { ...time, format: '%Y/%m/%d %H:%M', label: 'end' }, values },
  });
  expect([asClock.code, asClock.remedy]).toEqual([
    'TIME_UNREADABLE',
    expect.stringContaining('time.periods: 1h'),
  ]);
});

test.for<[unit: string, of: (ms: number) => number]>([
  ['seconds', (ms) => ms / 1000],
  ['milliseconds', (ms) => ms],
  ['microseconds', (ms) => ms * 1000],
])('counts since 1970 in a file without names: %s', async ([, of]) => {
  const lines = evenly(24).map((at, row) => `${of(Date.parse(at))} ${row % 7}.25`);
  const { rows } = await ingestContent(`${lines.join('\n')}\n`);
  expect(rows.map(([time]) => time)).toEqual(evenly(24));
});

test('a month has no clock beside it', async () => {
  const months = Array.from({ length: 48 }, (_, row) => {
    const month = `${2018 + Math.floor((row % 24) / 12)}-${String((row % 12) + 1).padStart(2, '0')}`;
    return `${row < 24 ? 'DE' : 'FR'},${month},${1000 + (row % 50)}`;
  });
  const { columns } = await ingestContent(`geo,TIME_PERIOD,OBS_VALUE\n${months.join('\n')}\n`);
  expect(columns).toEqual(['event_timestamp', 'geo', 'OBS_VALUE']);
});
