import type { Row } from '@wattline/online-transform';
import { expect, test } from 'vitest';
import { ingested, posted, transformOf } from './ingested.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const two = (number: number): string => String(number).padStart(2, '0');
const date = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const dayFirst = (ms: number): string => date(ms).split('-').reverse().join('/');

type Cells = Readonly<Record<string, string>>;

interface Case {
  readonly time: object;
  readonly more?: object;
  readonly rows: readonly Cells[];
  /** So many rows are in hours that clocks skip, or show twice: each alone is another time, since others decide. */
  readonly byOthers?: number;
  /** So many rows are of a day on which clocks change, and which period they are shows in the whole day. */
  readonly open?: number;
}

/** Periods of the days about a change of clocks, of which the middle one has others. */
const periodsOf = (
  change: string,
  periods: readonly (number | string)[],
  all: number,
  text: (ms: number) => string = date,
): Cells[] =>
  [-1, 0, 1].flatMap((day) =>
    (day === 0 ? periods : Array.from({ length: all }, (_, i) => i + 1)).map((period, i) => ({
      date: text(Date.parse(change) + day * DAY),
      period: String(period),
      load: `${day + 1}${two(i)}.5`,
    })),
  );

const from = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i);

const column = ['date', 'period'];
const halves = { column, format: '%Y-%m-%d', periods: '30m', zone: 'Europe/London' };
const hours = { column, format: '%Y-%m-%d', periods: '1h', zone: 'Europe/Madrid' };

const sites = { Paris: 'Europe/Paris', Lima: 'America/Lima', York: 'America/New_York' } as const;

/** Hours of a night on which clocks go back, of each site by its own clock. */
const inZones = (zoneOf: (site: keyof typeof sites) => string, night: string): Cells[] =>
  Object.keys(sites).flatMap((site) =>
    from(-3, 30).map((hour) => {
      const at = new Date(Date.parse(night) + hour * HOUR).toISOString();
      return {
        site,
        time: `${at.slice(0, 10)} ${at.slice(11, 16)}`,
        zone: zoneOf(site as keyof typeof sites),
        load: `${hour + 10}.5`,
      };
    }),
  );

const forecasts = (leads: readonly number[], text: (ms: number) => string): Cells[] =>
  from(0, 30).flatMap((hour) =>
    leads.map((lead) => {
      const at = Date.UTC(2024, 2, 4, hour);
      return {
        issued: text(at - lead * HOUR),
        time: new Date(at).toISOString().slice(0, 16),
        load: `${hour}.${two(lead)}`,
      };
    }),
  );
const clock = (ms: number): string => `${dayFirst(ms)} ${new Date(ms).toISOString().slice(11, 16)}`;
const iso = (ms: number): string => new Date(ms).toISOString().slice(0, 16);
const issued = { column: 'time', issued: 'issued' };

const cases: Readonly<Record<string, Case>> = {
  'settlement periods, counted through 25 hours': {
    time: halves,
    rows: periodsOf('2023-10-29', from(1, 50), 48),
    open: 46,
  },
  'counted through 23 hours': { time: halves, rows: periodsOf('2023-03-26', from(1, 46), 48), open: 44 },
  'named by the clock on the day of 23 hours': {
    time: hours,
    rows: periodsOf('2023-03-26', [1, 2, ...from(4, 24)], 24),
    open: 20,
  },
  'named by the clock on the day of 25 hours': {
    time: hours,
    rows: periodsOf('2023-10-29', [1, 2, 3, 3, ...from(4, 24)], 24),
    open: 23,
  },
  'named by the clock on the day of 23 hours, the last a bad cell': {
    time: hours,
    rows: periodsOf('2023-03-26', [1, 2, ...from(4, 24)], 24).map((row) =>
      row.date === '2023-03-26' && row.period === '24' ? { ...row, load: 'broken' } : row,
    ),
    open: 20,
  },
  'counted through 23 hours, the last a bad cell': {
    time: hours,
    rows: periodsOf('2023-03-26', from(1, 23), 24).map((row) =>
      row.date === '2023-03-26' && row.period === '23' ? { ...row, load: 'broken' } : row,
    ),
    open: 20,
  },
  'with letters': {
    time: hours,
    rows: periodsOf('2023-10-29', [1, 2, '3A', '3B', ...from(4, 24)], 24),
    open: 21,
  },
  'dates as the file shows them, the first period 0': {
    time: { column, periods: '30m', firstPeriod: 0, zone: 'Europe/London' },
    rows: periodsOf('2023-10-29', from(0, 49), 47, dayFirst),
    open: 46,
  },
  'ends of counted periods': {
    time: { ...halves, label: 'end', cadence: '30m', cadences: 'one' },
    rows: periodsOf('2023-10-29', from(1, 50), 48),
    open: 46,
  },
  'midnight twice': {
    time: { ...hours, zone: 'America/Havana' },
    rows: periodsOf('2017-11-05', from(1, 25), 24),
    open: 24,
  },
  'quarters within hours': {
    time: { column: ['date', 'hour', 'quarter'], format: '%Y-%m-%d', periods: ['1h', '15m'] },
    rows: from(0, 60).map((i) => ({
      date: date(Date.UTC(2024, 0, 5) + Math.floor(i / 96) * DAY),
      hour: `H${two(Math.floor(i / 4) + 1)}`,
      quarter: String((i % 4) + 1),
      load: i === 7 ? 'broken' : `${i}.5`,
    })),
  },
  'zones in a column': {
    time: { column: 'time', zones: { column: 'zone' } },
    more: { entity: 'site' },
    rows: inZones((site) => sites[site], '2023-11-05').map((row, i) =>
      i === 5 ? { ...row, zone: 'America/Limo' } : row,
    ),
  },
  'offsets in a column, ends of intervals': {
    time: { column: 'time', zones: { column: 'zone' }, label: 'end', cadence: '1h', cadences: 'one' },
    more: { entity: 'site' },
    rows: inZones((site) => ({ Paris: '+01:00', Lima: '-5', York: 'EST' })[site], '2023-11-05'),
  },
  'zones by entity': {
    time: { column: 'time', zones: { entities: { Paris: sites.Paris, York: sites.York } } },
    more: { entity: 'site' },
    rows: inZones(() => '', '2023-03-26'),
    byOthers: 1,
  },
  'zones beside instants': {
    time: { column: 'time', zones: { column: 'zone' } },
    more: { entity: 'site' },
    rows: inZones(() => 'nowhere', '2023-11-05').map((row) => ({
      ...row,
      time: `${row.time?.replace(' ', 'T')}Z`,
    })),
  },
  'the latest issued': { time: issued, rows: forecasts([24, 48, 6], iso) },
  'the first issued, by day and clock': {
    time: { ...issued, vintage: 'first' },
    rows: forecasts([24, 48, 6], clock),
  },
  'issued so long before, two of one vintage, and one that cannot be read': {
    time: { ...issued, vintage: { lead: '20h' } },
    rows: [
      ...forecasts([24, 6], iso),
      { issued: '2024-03-03T00:00', time: '2024-03-04T00:00', load: '7' },
      { issued: 'soon', time: '2024-03-04T05:00', load: '7' },
    ],
  },
};

const quarters = from(1, 100).map((quarter) => `Q${quarter}`);
/** Days of quarters of an hour, of which the middle one has other ones than most. */
const days = (change: string, hasReading: (slot: number) => boolean): Cells[] =>
  [-1, 0, 1].map((day) => ({
    site: 'north',
    date: date(Date.parse(change) + day * DAY),
    ...Object.fromEntries(
      quarters.map((name, slot) => [
        name,
        (day === 0 ? hasReading(slot) : slot < 96) ? (slot === 7 ? 'broken' : `${day + 1}${slot}.5`) : '',
      ]),
    ),
    note: '',
  }));

/** Of which a row has several readings. */
const sideBySide: Readonly<Record<string, { spec: object; rows: readonly Cells[] }>> = {
  'a day a row, counted through 25 hours': {
    spec: {
      time: { column: 'date', zone: 'Europe/Berlin' },
      layout: { wide: { columns: ['Q1', 'Q100'], every: '15m', value: 'load' } },
    },
    rows: days('2023-10-29', () => true),
  },
  'a day a row, the hour that clocks skip left out': {
    spec: {
      time: { column: 'date', zone: 'Europe/Berlin' },
      layout: { wide: { columns: ['Q1', 'Q100'], every: '15m', value: 'load' } },
    },
    rows: days('2024-03-31', (slot) => slot < 96 && (slot < 8 || slot > 11)),
  },
  'series side by side': {
    spec: {
      time: { column: 'time' },
      entity: 'site',
      layout: { series: { columns: ['north', 'south'], value: 'load' } },
    },
    rows: from(0, 40).map((hour) => ({
      time: new Date(Date.UTC(2024, 0, 1, hour)).toISOString(),
      north: hour === 5 ? '' : `${hour}.5`,
      middle: `${hour}`,
      south: hour === 9 ? 'broken' : `${hour}.25`,
      state: 'on',
    })),
  },
};

test.each(Object.entries(sideBySide))('%s', async (_, { spec, rows }) => {
  const declared = { values: { load: {} }, quarantine: { maxFraction: 1 }, ...spec };
  const done = await ingested(rows, declared);
  if (done === undefined) throw new Error('the file was refused');
  const transform = transformOf(done.spec, [done.notation], true);
  expect(posted(transform, rows)).toEqual(done.read);
  expect(done.read.readings.size).toBeGreaterThan(70);
  // Which column a row lacks does not show.
  const [first = {}] = rows;
  const last = 'Q100' in first ? 'Q100' : 'south';
  const without = (left: string): Row =>
    Object.fromEntries(Object.entries(first).filter(([one]) => one !== left));
  expect(posted(transform, [without(last)]).refused).toEqual(['1  ROW_TOO_SHORT']);
  const [of] = transform.read([first]).counted;
  if (of === undefined) throw new Error('nothing is read');
  expect(() => transform.inFile(first, of)).toThrow(
    expect.objectContaining({ code: 'STORE_NEEDS_FILE_TIMES' }),
  );
});

test.each(Object.entries(cases))('%s', async (_, { time, more, rows, byOthers = 0, open = 0 }) => {
  const done = await ingested(rows, {
    time,
    values: { load: {} },
    quarantine: { maxFraction: 1 },
    partition: { entityBuckets: 1 },
    ...more,
  });
  if (done === undefined) throw new Error('the file was refused');
  const transform = transformOf(done.spec, [done.notation], !('format' in time));
  expect(posted(transform, rows)).toEqual(done.read);
  // A row by itself is what it is in the file, or refused.
  const inFile = new Map(transform.read(rows).counted.map(({ line, at }) => [line, at]));
  const found = { byOthers: 0, open: 0 };
  for (const [i, row] of rows.entries()) {
    const { counted, refused } = transform.read([row]);
    const own = done.read.refused.flatMap((text) =>
      text.startsWith(`${i + 1} `) ? [text.split(' ').at(-1)] : [],
    );
    const codes = refused.map(({ code }) => code);
    found.open += codes.filter((code) => code === 'PERIOD_OPEN').length;
    expect(
      codes.filter((code) => code !== 'PERIOD_OPEN' && !own.includes(code)),
      `line ${i + 1}`,
    ).toEqual([]);
    for (const { at, entity, values } of counted) {
      expect(values).toEqual([Number(row.load)]);
      // Of several vintages one counts in a file, and each by itself.
      if ('issued' in row)
        expect([...done.read.readings.keys()]).toContain(`${new Date(at).toISOString()} ${entity}`);
      else if (at !== inFile.get(i + 1)) {
        found.byOthers += 1;
        if (inFile.has(i + 1)) expect(Math.abs(at - (inFile.get(i + 1) ?? 0)), `line ${i + 1}`).toBe(HOUR);
      }
    }
  }
  expect(found).toEqual({ byOthers, open });
  // As they are stored, they are read again as they were.
  const { counted } = transform.read(rows);
  const stored = counted.flatMap((of) => {
    try {
      return [{ of, row: transform.inFile(rows[of.line - 1] ?? {}, of) }];
    } catch (error) {
      expect(error).toMatchObject({ code: 'STORE_NEEDS_FILE_TIMES' });
      return [];
    }
  });
  expect(stored.length).toBeGreaterThan(20);
  expect(
    transform.fromFile(stored.map(({ row }) => row)).counted.map(({ at, values }) => [at, values]),
  ).toEqual(stored.map(({ of }) => [of.at, of.values]));
});

test('a period of a day on which clocks change is read where the day is posted whole', () => {
  const spec = { time: halves, values: { load: {} } };
  return ingested(periodsOf('2023-10-29', from(1, 50), 48), spec).then((done) => {
    if (done === undefined) throw new Error('the file was refused');
    const transform = transformOf(done.spec, [done.notation], false);
    const rows = periodsOf('2023-10-29', from(1, 50), 48).filter((row) => row.date === '2023-10-29');
    expect(posted(transform, rows.slice(6, 7)).refused).toEqual(['1 date period PERIOD_OPEN']);
    expect(posted(transform, rows.slice(0, 2)).refused).toEqual([]);
    expect(posted(transform, rows).refused).toEqual([]);
  });
});

/** Rows of a day of 25 hours of which the last is not there yet. */
const unended: Readonly<Record<string, (rows: readonly Cells[]) => readonly Cells[]>> = {
  'the same row again': (rows) => [...rows, ...rows.slice(6, 7)],
  'the same row of the hour that clocks show twice again': (rows) => [...rows.slice(0, 3), ...rows.slice(2)],
  'a correction': (rows) => [...rows, { ...rows[6], load: '7.25' }],
  'a correction of the hour that clocks show twice': (rows) => [...rows, { ...rows[2], load: '7.25' }],
};

test.each(Object.entries(unended))(
  'a day of 25 hours of which the last is not there yet, and %s: no reading is another than in its file',
  async (_, change) => {
    const whole = periodsOf('2023-10-29', from(1, 25), 24);
    const more = { values: { load: {} }, quarantine: { maxFraction: 1, conflicts: 'last' } };
    const done = await ingested(whole, { time: hours, ...more });
    if (done === undefined) throw new Error('the file was refused');
    const transform = transformOf(done.spec, [done.notation], false);
    const day = whole.filter(({ date }) => date === '2023-10-29');
    const { counted, refused } = transform.read(change(day.slice(0, -1)));
    expect(refused.map(({ code }) => code)).toContain('PERIOD_OPEN');
    const times = new Set(done.read.readings.keys());
    expect(counted.filter(({ at, entity }) => !times.has(`${new Date(at).toISOString()} ${entity}`))).toEqual(
      [],
    );
    const [last] = counted.filter(({ values }) => values[0] === Number(day[1]?.load));
    expect(last?.at).toBe(Date.parse('2023-10-28T23:00:00Z'));
  },
);

test('a day of 25 hours by the clock that has its hour once is as one that has not ended: it is refused', async () => {
  const rows = periodsOf('2023-10-29', from(1, 24), 24);
  const done = await ingested(rows, { time: hours, values: { load: {} }, quarantine: { maxFraction: 1 } });
  if (done === undefined) throw new Error('the file was refused');
  // Ingest has the whole file: the last period of the day ends at midnight.
  expect(done.read.readings.has('2023-10-29T22:00:00.000Z all')).toBe(true);
  const { refused } = posted(transformOf(done.spec, [done.notation], false), rows);
  expect(refused).toEqual(from(27, 48).map((line) => `${line} date period PERIOD_OPEN`));
});
