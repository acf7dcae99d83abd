import { gzipSync } from 'node:zlib';
import type { SpecInput } from '@wattline/spec';
import { describe, expect, test } from 'vitest';
import { ingestContent, rejectionOf } from './testing/ingest-text.ts';

const hour = (row: number): string =>
  new Date(Date.UTC(2024, 4, 6) + row * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
const hours = (count: number, line: (at: string, row: number) => string): string =>
  Array.from({ length: count }, (_, row) => line(hour(row), row)).join('\n');
const at = (row: number): string => `${hour(row).replace(' ', 'T')}:00.000Z`;

const values = async (content: string | Uint8Array, spec?: SpecInput) => {
  const done = await ingestContent(content, spec === undefined ? {} : { spec });
  return { ...done, numbers: done.rows.map((row) => row[2]), warned: done.receipt.warnings.join('\n') };
};

describe('numbers as people write them', () => {
  test.each<[what: string, delimiter: string, cells: string[], numbers: (number | null)[]]>([
    [
      'points group thousands beside decimal commas',
      ';',
      ['998,5', '1.005,25', '12.400,00'],
      [998.5, 1005.25, 12400],
    ],
    [
      'points group thousands, as all above 999 show',
      ';',
      ['900', '998', '1.005', '1.040'],
      [900, 998, 1005, 1040],
    ],
    ['commas in quotes', ',', ['"998.5"', '"1,005.5"', '"12,400.0"'], [998.5, 1005.5, 12400]],
    ['narrow blanks', ';', ['998,5', '1\u202f005,5', '12\u202f400,0'], [998.5, 1005.5, 12400]],
    ['apostrophes', ';', ["1'005.5", '12’400.0', '7.5'], [1005.5, 12400, 7.5]],
    [
      'a minus sign of typographers, at the end, or parentheses',
      ';',
      ['\u22127.5', '7.5-', '(7.5)', '7.5'],
      [-7.5, -7.5, -7.5, 7.5],
    ],
    ['a currency', ';', ['€ 1,50', '€ 2,50', '-€ 3,00'], [1.5, 2.5, -3]],
    ['a unit beside each', ';', ['1.5 kW', '2.25 kW', '3.0 kW'], [1.5, 2.25, 3]],
    [
      'three decimals stay decimals where one of them begins with 0',
      ';',
      ['0,125', '1,250', '3,375'],
      [0.125, 1.25, 3.375],
    ],
    ['longer numbers that are not grouped', ';', ['1234', '1.234', '5000'], [1234, 1.234, 5000]],
  ])('%s', async (_what, delimiter, cells, numbers) => {
    const content = `time${delimiter}load\n${cells.map((cell, row) => `${hour(row)}${delimiter}${cell}`).join('\n')}\n`;
    expect((await values(content)).numbers).toEqual(numbers);
  });

  test('a decimal comma declared makes a stray point an error, never a decimal sign', async () => {
    const content = `t;v\n${hours(40, (time, row) => `${time};${row === 20 ? '1.5' : `${row},5`}`)}\n`;
    const { numbers, refusals } = await values(content, {
      time: { column: 't' },
      values: { v: {} },
      file: { decimal: ',' },
    });
    expect(numbers).toHaveLength(39);
    expect(refusals.map(({ code, value }) => [code, value])).toEqual([['NOT_A_NUMBER', '1.5']]);
  });

  test('numbers that could be read both ways are a question, and each answer works', async () => {
    const content = `time;load\n${hours(30, (time, row) => `${time};${100 + row},${String(100 + row * 7).padStart(3, '0')}`)}\n`;
    const error = await rejectionOf(content);
    expect([error.code, error.place.column]).toEqual(['FILE_AMBIGUOUS', 'load']);
    const spec = { time: { column: 'time' }, values: { load: {} } };
    expect((await values(content, { ...spec, file: { decimal: ',' } })).numbers[1]).toBe(101.107);
    expect((await values(content, { ...spec, file: { thousands: ',' } })).numbers[1]).toBe(101_107);
  });

  test('numbers in another dress are a fault of the reading, not of the cells', async () => {
    const content = `t,v\n${hours(400, (time, row) => `${time},${row % 50 === 49 ? `"${row},000"` : row}`)}\n`;
    const spec = { time: { column: 't' }, values: { v: {} }, file: { thousands: 'none' as const } };
    const error = await rejectionOf(content, { spec });
    expect([error.code, error.place.column, error.place.value]).toEqual([
      'NUMBERS_UNREADABLE',
      'v',
      '49,000',
    ]);
    expect((await values(content, { ...spec, file: { thousands: ',' } })).numbers[49]).toBe(49_000);
  });
});

describe('no reading', () => {
  test('markers count by value and without case', async () => {
    const cells = ['1', '-999', '-999.0', 'NULL', 'null', 'Null', 'nan', '2'];
    const content = `t,v,w\n${cells.map((cell, row) => `${hour(row)},${cell},1`).join('\n')}\n`;
    const { numbers } = await values(content, {
      time: { column: 't' },
      values: { v: {}, w: {} },
      missing: ['', '-999', 'NULL', 'NaN'],
    });
    expect(numbers).toEqual([1, null, null, null, null, null, null, 2]);
  });

  test('words among numbers are read as no reading, and it is said; the rest of the row stays', async () => {
    const content = `time,flow,level\n${hours(40, (time, row) => `${time},${row % 4 === 3 ? 'Bad' : row}.5,${row}`).replaceAll('Bad.5', 'No data')}\n`;
    const { numbers, warned, rows, plan } = await values(content);
    expect(numbers.slice(2, 5)).toEqual([2.5, null, 4.5]);
    expect(rows[3]?.[3]).toBe(3);
    expect(warned).toMatch(/column 'flow'.*"No data" is in 10 of 40/);
    expect(plan.spec.values.flow?.missing).toEqual(['No data']);
  });

  test('a bad cell costs the cell, or its row where the spec says so', async () => {
    const content = `t,a,b\n${hours(40, (time, row) => `${time},${row === 7 ? 'x7' : row},${row}`)}\n`;
    const spec = { time: { column: 't' }, values: { a: {}, b: {} } };
    const { rows, refusals, receipt } = await values(content, spec);
    expect(rows[7]?.slice(2)).toEqual([null, 7]);
    expect(refusals.map(({ line, column, value }) => [line, column, value])).toEqual([[9, 'a', 'x7']]);
    expect(receipt.rows).toMatchObject({ read: 40, accepted: 40, refused: 0 });
    const strict = await values(content, { ...spec, quarantine: { badCells: 'row' } });
    expect(strict.receipt.rows).toMatchObject({ read: 40, accepted: 39, refused: 1 });
  });
});

describe('times', () => {
  const first = '2024-05-06T00:00:00.000Z';
  const iso = (row: number): Date => new Date(Date.UTC(2024, 4, 6) + row * 3_600_000);
  const two = (number: number): string => String(number).padStart(2, '0');
  const written: readonly (readonly [format: string, write: (time: Date) => string])[] = [
    ['%Y-%m-%d|%H', (time) => `${time.toISOString().slice(0, 10)}|${two(time.getUTCHours())}`],
    ['%Y%m%d%H', (time) => time.toISOString().slice(0, 13).replace(/\D/g, '')],
    ['%y%m%d%H%M', (time) => time.toISOString().slice(2, 16).replace(/\D/g, '')],
    [
      '%d.%m.%Y %I:%M %p',
      (time) =>
        `${two(time.getUTCDate())}.05.2024 ${two(time.getUTCHours() % 12 || 12)}:00 ${time.getUTCHours() < 12 ? 'AM' : 'PM'}`,
    ],
    ['%d.%m.%Y %H Uhr', (time) => `${two(time.getUTCDate())}.05.2024 ${time.getUTCHours()} Uhr`],
    ['%Y-%m-%dT%H:%M%z', (time) => `${time.toISOString().slice(0, 16)}+00`],
    ['%d %b %Y %H:%M', (time) => `${time.getUTCDate()} Mai 2024 ${two(time.getUTCHours())}:00`],
    [
      '%Y-%m-%d %H:%M:%S %Z',
      (time) => `${new Date(time.getTime() + 3_600_000).toISOString().slice(0, 19).replace('T', ' ')} CET`,
    ],
    ['epoch-seconds', (time) => `${time.getTime() / 1e12}E9`],
    ['epoch-microseconds', (time) => `${time.getTime()}000`],
    ['epoch-nanoseconds', (time) => `${time.getTime()}000000`],
    ['excel-days', (time) => String(time.getTime() / 86_400_000 + 25_569)],
    [
      '%d.%m.%Y %H:%M - %H:%M',
      (time) =>
        `${two(time.getUTCDate())}.05.2024 ${two(time.getUTCHours())}:00 - ${two((time.getUTCHours() + 1) % 24)}:00`,
    ],
  ];
  test.each(written)('%s, found out and declared', async (format, write) => {
    const content = `time;v\n${Array.from({ length: 100 }, (_, row) => `${write(iso(row))};${row}.5`).join('\n')}\n`;
    const found = await values(content);
    expect(found.rows.map((row) => row[0])).toEqual(
      Array.from({ length: 100 }, (_, row) => iso(row).toISOString()),
    );
    const spec = { time: { column: 'time', format }, values: { v: {} } };
    expect((await values(content, spec)).rows[0]?.[0]).toBe(first);
  });

  test('an epoch in the wrong unit is refused with the one that fits, which works', async () => {
    const content = `ts,v\n${Array.from({ length: 20 }, (_, row) => `${iso(row).getTime()},${row}.5`).join('\n')}\n`;
    const spec = { time: { column: 'ts', format: 'epoch-seconds' }, values: { v: {} } };
    const error = await rejectionOf(content, { spec });
    expect(error.code).toBe('TIME_UNREADABLE');
    expect(error.remedy).toBe('write time.format: epoch-milliseconds');
    const mended = { ...spec, time: { column: 'ts', format: 'epoch-milliseconds' } };
    expect((await values(content, mended)).rows[0]?.[0]).toBe(first);
  });

  test('a date with a clock, an hour from 0 or 1, periods, or year to hour in columns of their own', async () => {
    const days = (line: (date: string, slot: number) => string, slots: number): string =>
      Array.from({ length: 10 * slots }, (_, row) => {
        const date = new Date(Date.UTC(2024, 4, 6 + Math.floor(row / slots))).toISOString().slice(0, 10);
        return line(date, row % slots);
      }).join('\n');
    const of = async (header: string, line: (date: string, slot: number) => string, slots: number) => {
      const { rows, receipt } = await values(`${header}\n${days(line, slots)}\n`);
      return [rows.length, rows[1]?.[0], rows.at(-1)?.[0], receipt.rows.conflicts];
    };
    const hourly = [240, at(1), at(239), 0];
    expect(await of('day;clock;v', (date, slot) => `${date};${two(slot)}.00.00;${slot},5`, 24)).toEqual(
      hourly,
    );
    expect(await of('day,hr,v', (date, slot) => `${date},${slot},${slot}.5`, 24)).toEqual(hourly);
    expect(await of('day,Hour,v', (date, slot) => `${date},${slot + 1},${slot}.5`, 24)).toEqual(hourly);
    expect(
      await of(
        'year,month,day,hour,v',
        (date, slot) => `${date.split('-').map(Number).join(',')},${slot},${slot}.5`,
        24,
      ),
    ).toEqual(hourly);
    expect(await of('date,settlement_period,v', (date, slot) => `${date},${slot + 1},${slot}.5`, 48)).toEqual(
      [480, '2024-05-06T00:30:00.000Z', '2024-05-15T23:30:00.000Z', 0],
    );
    expect(
      await of(
        'date,hour,interval,v',
        (date, slot) => `${date},${Math.floor(slot / 4) + 1},${(slot % 4) + 1},${slot}.5`,
        96,
      ),
    ).toEqual([960, '2024-05-06T00:15:00.000Z', '2024-05-15T23:45:00.000Z', 0]);
  });

  test('a column with zone words is one more column of the time', async () => {
    const content = 't,tz,v\n2024-10-27 02:30,CEST,1\n2024-10-27 02:30,CET,2\n2024-10-27 03:30,CET,3\n';
    const { rows } = await values(content, {
      time: { column: ['t', 'tz'], format: '%Y-%m-%d %H:%M %Z' },
      values: { v: {} },
    });
    expect(rows.map((row) => row[0])).toEqual([
      '2024-10-27T00:30:00.000Z',
      '2024-10-27T01:30:00.000Z',
      '2024-10-27T02:30:00.000Z',
    ]);
  });
});

describe('the hour that occurs twice', () => {
  const zone = 'Europe/Berlin';
  const autumn = ['01:30', '02:00', '02:30', '02:00', '02:30', '03:00'].map((clock) => `2023-10-29 ${clock}`);
  const read = async (times: readonly string[], time: object = {}, cells = (row: number) => String(row)) => {
    const content = `t,v\n${times.map((text, row) => `${text},${cells(row)}`).join('\n')}\n`;
    const { rows } = await values(content, {
      time: { column: 't', zone, ...time },
      values: { v: {} },
      quarantine: { maxFraction: 1 },
    });
    return rows.map((row) => [String(row[0]).slice(11, 16), row[2]]);
  };
  const both = [
    ['23:30', 0],
    ['00:00', 1],
    ['00:30', 2],
    ['01:00', 3],
    ['01:30', 4],
    ['02:00', 5],
  ];

  test('the order of the file distinguishes its passes, forward and backward, equal readings too', async () => {
    expect(await read(autumn)).toEqual(both);
    expect(await read(autumn, { ambiguous: 'latest' })).toEqual(both);
    expect(await read([...autumn].reverse(), {}, (row) => String(5 - row))).toEqual(both);
    expect(
      await read(
        ['2023-10-29 01:00', '2023-10-29 02:00', '2023-10-29 02:00', '2023-10-29 03:00'],
        {},
        () => '0',
      ),
    ).toHaveLength(4);
  });

  test('shuffled rows show no passes: what conflicts is reported, not moved', async () => {
    const shuffled = [4, 0, 2, 5, 1, 3].map((index) => autumn[index] ?? '');
    expect(await read(shuffled)).toHaveLength(4);
  });

  test('labels at the end are taken back on the clock first', async () => {
    const times = ['01:00', '02:00', '03:00', '03:00', '04:00'].map((clock) => `2023-10-29 ${clock}`);
    expect(await read(times, { label: 'end' })).toEqual([
      ['22:00', 0],
      ['23:00', 1],
      ['00:00', 2],
      ['01:00', 3],
      ['02:00', 4],
    ]);
  });
});

describe('series', () => {
  test('blocks of meters, packed, the first beyond what is looked at first', async () => {
    const block = (name: string): string => hours(9000, (time, row) => `${time},${name},${(row % 97) / 4}`);
    const content = `time,feeder,kwh\n${['North', 'East', 'South'].map(block).join('\n')}\n`;
    const { plan, receipt } = await values(gzipSync(content));
    expect([plan.spec.entity, receipt.rows.conflicts]).toEqual(['feeder', 0]);
  });

  test('two columns together; a measurement beside one double row is none', async () => {
    const content = `time,site,device,kwh\n${hours(40, (time, row) => ['A', 'B'].flatMap((site) => ['d1', 'd2'].map((device) => `${time},${site},${device},${row}.5`)).join('\n'))}\n`;
    const { plan, rows } = await values(content);
    expect(plan.spec.entity).toBe('site + device');
    expect(new Set(rows.map((row) => row[1])).size).toBe(4);
    const again = await values(content, plan.spec);
    expect(again.rows).toEqual(rows);
    const humid = `time,temp,humidity\n${hours(40, (time, row) => `${time},${row}.5,${60 + (row % 20)}`)}\n${hour(7)},9.5,61\n`;
    const one = await values(humid);
    expect([one.plan.spec.entity, one.receipt.rows.conflicts]).toEqual([undefined, 1]);
    expect(one.warned).toContain('same time as another');
  });

  test('readings that overwrite each other stop the run, with the column to name', async () => {
    const content = `time,tag,kwh\n${hours(60, (time, row) => `${time},x,${row}.5\n${time},y,${row}.25`)}\n`;
    const spec = { time: { column: 'time' }, values: { kwh: {} } };
    const error = await rejectionOf(content, { spec });
    expect(error.code).toBe('CONFLICTS_TOO_MANY');
    expect(error.message).toContain("'tag'");
    expect((await values(content, { ...spec, entity: 'tag' })).receipt.rows.conflicts).toBe(0);
  });
});

describe('lines that are no readings', () => {
  test('sep=, keys, units, comments, totals and headers again are skipped', async () => {
    const rows = hours(12, (time, row) => `${time};${row},5${row === 5 ? '\n# restarted\nTime;P\n' : ''}`);
    const content = `sep=;\nSite;Lyon\nMeter;12345\nTime;P\nyyyy-MM-dd HH:mm;kW\n${rows}\nTotal;72,0\n`;
    const { numbers, receipt } = await values(content);
    expect(numbers).toEqual(Array.from({ length: 12 }, (_, row) => row + 0.5));
    expect(receipt.rows).toMatchObject({ read: 12, refused: 0 });
  });

  test('a further header in another order counts for the rows below it', async () => {
    const content = `time,kwh,temp\n${hours(20, (time) => `${time},1000,20`)}\ntime,temp,kwh\n${hour(20)},21,1001\n`;
    const { rows, warned } = await values(content);
    expect(rows.at(-1)?.slice(2)).toEqual([1001, 21]);
    expect(warned).toContain('line 22 is another header');
  });

  test('columns set apart by blanks, names behind the sign of comments', async () => {
    const lines = hours(
      30,
      (time, row) => `${time.replace(/[-: ]/g, ' ').split(' ').join('  ')} ${row}.5   99.0`,
    );
    const { numbers, receipt, rows } = await values(
      `#YY  MM DD hh mm WSPD GST\n#yr mo dy hr mn m/s m/s\n${lines}\n`,
    );
    expect([numbers[3], rows[3]?.[0], receipt.source.delimiter]).toEqual([3.5, at(3), 'whitespace']);
  });

  test('one row a day: its readings, and the spec that says so reads it again', async () => {
    const columns = Array.from({ length: 24 }, (_, index) => `h${index + 1}`);
    const days = Array.from(
      { length: 8 },
      (_, day) =>
        `2024-05-${String(6 + day).padStart(2, '0')},M1,${columns.map((_, index) => day * 24 + index + 0.5).join(',')}`,
    );
    const content = `date,meter,${columns.join(',')}\n${days.join('\n')}\n`;
    const { rows, warned, plan } = await values(content);
    expect(rows.map((row) => row[2])).toEqual(Array.from({ length: 192 }, (_, index) => index + 0.5));
    expect(rows[25]?.[0]).toBe(at(25));
    expect(warned).toContain('one row a day');
    expect((await values(content, plan.spec)).rows).toEqual(rows);
  });
});

describe('what no real series is stops an inferred run', () => {
  test('months in rows of days are reported as such', async () => {
    const months = Array.from(
      { length: 48 },
      (_, index) => `${2001 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`,
    );
    const content = `month,gas\n${months.map((month, row) => `${month},${row}.5`).join('\n')}\n`;
    const { rows, warned } = await values(content, {
      time: { column: 'month', format: '%Y-%m' },
      values: { gas: {} },
      interval: '1d',
      grid: 'observed',
      lags: { by: ['365d'] },
    });
    expect([rows.length, rows[1]?.[0]]).toEqual([48, '2001-02-01T00:00:00.000Z']);
    expect(warned).toContain('readings come every 1mo');
  });

  test('jitter is no cadence of its own', async () => {
    const times = Array.from(
      { length: 60 },
      (_, row) => new Date(Date.UTC(2024, 4, 6) + row * 300_000 + ((row * 7919) % 17) * 1000),
    );
    const { receipt } = await values(
      `time,w\n${times.map((time, row) => `${time.toISOString()},${row}.5`).join('\n')}\n`,
    );
    expect(receipt.source.cadence).toBe('5m');
  });
});
