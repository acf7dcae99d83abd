import { expect, test } from 'vitest';
import { ingestContent, rejectionOf } from '../testing/ingest-text.ts';

const values = { load: {} };

/** Hours of Berlin about the night in which clocks go back, by what the clock shows, and a letter for the pass. */
const night = ['00', '01', '02A', '02B', '03', '04'].map((hour, row) => ({
  hour: hour.slice(0, 2),
  pass: hour.slice(2),
  load: row + 0.5,
}));
const instants = night.map((_, row) => [
  new Date(Date.UTC(2023, 9, 28, 22 + row)).toISOString(),
  'all',
  row + 0.5,
]);
const berlin = { column: 'time', zone: 'Europe/Berlin' } as const;
type Hour = (typeof night)[number];

/** As people order them: by time, the passes the other way round, and from the last to the first. */
const orders: readonly (readonly [order: string, of: (rows: readonly Hour[]) => readonly Hour[]])[] = [
  ['in order', (rows) => rows],
  ['backwards', (rows) => rows.toReversed()],
  [
    'the second pass first',
    (rows) => rows.toSorted((a, b) => a.hour.localeCompare(b.hour) || b.pass.localeCompare(a.pass)),
  ],
];

for (const [order, of] of orders) {
  const read = async (write: (hour: Hour) => string, header: string, time: object) => {
    const lines = of(night).map((hour) => `${write(hour)},${hour.load}`);
    const { rows, receipt } = await ingestContent(`${header},load\n${lines.join('\n')}\n`, {
      spec: { time: { ...berlin, ...time }, values },
    });
    return { rows, receipt };
  };

  test.for<[name: string, write: (hour: Hour) => string]>([
    ['02A:00', ({ hour, pass }) => `2023-10-29 ${hour}${pass}:00`],
    ['02:00B', ({ hour, pass }) => `2023-10-29 ${hour}:00${pass}`],
    ['02:00 (A)', ({ hour, pass }) => `29.10.2023 ${hour}:00${pass === '' ? '' : ` (${pass})`}`],
  ])(`a letter says which pass an hour is of, ${order}: %s`, async ([, write]) => {
    const { rows } = await read(write, 'time', {});
    expect(rows).toEqual(instants);
  });

  test(`numbered hours with letters, ${order}`, async () => {
    const { rows } = await read(({ hour, pass }) => `29.10.2023,${Number(hour) + 1}${pass}`, 'date,hour', {
      column: ['date', 'hour'],
      format: '%d.%m.%Y',
      periods: '1h',
    });
    expect(rows).toEqual(instants);
  });

  test(`a declared flag says which pass an hour is of, ${order}`, async () => {
    const { rows } = await read(
      ({ hour, pass }) => `2023-10-29 ${hour}:00,${pass === 'B' ? 'Y' : ''}`,
      'time,again',
      { secondPass: { column: 'again', values: ['y'] } },
    );
    expect(rows).toEqual(instants);
  });

  test(`ends of intervals go back on the clock, each in its pass, ${order}`, async () => {
    const { rows } = await read(
      ({ hour, pass }) =>
        `2023-10-29 ${String(Number(hour) + 1).padStart(2, '0')}:00,${pass === 'B' ? 1 : 0}`,
      'time,again',
      { secondPass: { column: 'again', values: [1] }, label: 'end', cadence: '1h' },
    );
    expect(rows).toEqual(instants);
  });
}

test('a flag is found where it parts rows of one time, and said; what it means the order shows', async () => {
  const lines = night.map(
    ({ hour, pass, load }, row) => `2023-10-29 ${hour}:00,${row < 3 ? 1 : 0},${load}${pass === '' ? '' : ''}`,
  );
  const content = `time,dst_flag,load\n${lines.join('\n')}\n`;
  const { rows, receipt } = await ingestContent(content, { spec: { time: berlin, values } });
  expect(rows).toEqual(instants);
  expect(receipt.warnings).toContainEqual(expect.stringContaining("'0' is the second"));
  const error = await rejectionOf(content);
  expect([error.code, error.message, error.remedy]).toEqual([
    'FILE_AMBIGUOUS',
    expect.stringContaining("'dst_flag' distinguishes"),
    expect.stringContaining('time.zone, for example Europe/Berlin'),
  ]);
});

test('words for summer and winter mean what they say, whatever the order', async () => {
  const lines = orders[2]?.[1](night).map(
    ({ hour, pass, load }) =>
      `2023-10-29 ${hour}:00,${pass === 'A' || Number(hour) < 2 ? 'Sommerzeit' : 'Winterzeit'},${load}`,
  );
  const { rows } = await ingestContent(`time,season,load\n${lines?.join('\n')}\n`, {
    spec: { time: berlin, values },
  });
  expect(rows).toEqual(instants);
});

test('a letter in a file of one pass takes no other reading from its instant', async () => {
  const lines = ['00:00', '01:00', '02B:00', '02:00', '03:00'].map(
    (clock, row) => `2023-10-29 ${clock},${row}.5`,
  );
  const { rows } = await ingestContent(`time,load\n${lines.join('\n')}\n`, {
    spec: { time: berlin, values },
  });
  expect(rows.map(([time, , load]) => [String(time).slice(8, 13), load])).toEqual([
    ['28T22', 0.5],
    ['28T23', 1.5],
    ['29T00', 3.5],
    ['29T01', 2.5],
    ['29T02', 4.5],
  ]);
});

test('an hour 25 is asked about where no zone is known', async () => {
  const days = [28, 29, 30].flatMap((day) =>
    Array.from({ length: day === 29 ? 25 : 24 }, (_, hour) => `2023-10-${day},${hour + 1},${hour}.5`),
  );
  const content = `date,hour,load\n${days.join('\n')}\n`;
  const error = await rejectionOf(content);
  expect([error.code, error.message, error.remedy]).toEqual([
    'FILE_AMBIGUOUS',
    expect.stringContaining('goes beyond 24'),
    expect.stringContaining('time.zone, for example Europe/Berlin'),
  ]);
  const { rows } = await ingestContent(content, {
    spec: { time: { column: ['date', 'hour'], periods: '1h', zone: 'Europe/Berlin' }, values },
  });
  expect([rows.length, rows.at(-1)?.[0]]).toEqual([73, '2023-10-30T22:00:00.000Z']);
});

test('zone words in the rows of the repeated hour alone are the offsets that they mean', async () => {
  const lines = night.map(({ hour, pass, load }) => {
    const word = pass === 'A' ? ' CEST' : pass === 'B' ? ' CET' : '';
    return `2023-10-29 ${hour}:00${word},${load}`;
  });
  const { rows } = await ingestContent(`time,load\n${lines.join('\n')}\n`, {
    spec: { time: berlin, values },
  });
  expect(rows).toEqual(instants);
});

test.for([' ', 'T'])('a meter that is read once a night is no flag of passes (%s)', async (between) => {
  const at = (hour: number): string =>
    new Date(Date.UTC(2023, 9, 2, hour)).toISOString().slice(0, 16).replace('T', between);
  const lines = Array.from({ length: 20 * 24 }, (_, hour) => [
    `${at(hour)},A,${hour % 7}.5`,
    ...(hour % 24 === 0 ? [`${at(hour)},B,${hour}.5`] : []),
  ]);
  const { plan, receipt } = await ingestContent(`time,meter,load\n${lines.flat().join('\n')}\n`);
  expect(plan.spec).toMatchObject({ entity: 'meter' });
  expect([receipt.rows.accepted, plan.spec.time.secondPass]).toEqual([500, undefined]);
});

test('the clock as an interval ended, on the night on which it skips an hour', async () => {
  const ends = ['01:00', '03:00', '04:00', '05:00'];
  const { rows, receipt } = await ingestContent(
    `time,load\n${ends.map((end, row) => `2024-03-31 ${end},${row}.5`).join('\n')}\n`,
    { spec: { time: { ...berlin, label: 'end', cadence: '1h' }, values } },
  );
  expect(receipt.rows.refused).toBe(0);
  expect(rows).toEqual(
    ends.map((_, row) => [new Date(Date.UTC(2024, 2, 30, 23 + row)).toISOString(), 'all', row + 0.5]),
  );
});

test('S and W are summer and winter where they part the rows of one hour', async () => {
  const lines = night.map(({ hour, load }, row) => `2023-10-29 ${hour}:00,${row < 3 ? 'S' : 'W'},${load}`);
  const error = await rejectionOf(`time,sz,load\n${lines.join('\n')}\n`);
  expect([error.code, error.place.column]).toEqual(['FILE_AMBIGUOUS', 'sz']);
});

test('revised readings are no series of their own: they conflict', async () => {
  const lines = night
    .filter(({ pass }) => pass !== 'B')
    .flatMap(({ hour, load }) =>
      [1, 2].map((version) => `2023-06-01 ${hour}:00,${load + version},${version}`),
    );
  const error = await rejectionOf(`time,load,version\n${lines.join('\n')}\n`);
  expect(error.code).toBe('CONFLICTS_TOO_MANY');
});

const night25 = (begin: number): string[] =>
  Array.from({ length: 25 }, (_, row) => new Date(begin + row * 3_600_000).toISOString());

test('letters of an hour ask for the zone', async () => {
  const hours = ['0', '1', '2A', '2B', ...Array.from({ length: 21 }, (_, hour) => String(hour + 3))];
  const content = `time,load\n${hours.map((hour, row) => `10/27/2024 ${hour}:00,${row}.5`).join('\n')}\n`;
  const error = await rejectionOf(content);
  expect([error.code, error.remedy]).toEqual(['FILE_AMBIGUOUS', expect.stringContaining('time.zone')]);
  const time = { column: 'time', format: '%m/%d/%Y %H:%M', zone: 'Europe/Berlin' };
  const { rows } = await ingestContent(content, { spec: { time, values } });
  expect(rows.map(([at]) => at)).toEqual(night25(Date.UTC(2024, 9, 26, 22)));
});

test('an X is the second pass of an hour that others have without a letter', async () => {
  const hours = [
    '01',
    '02',
    '02X',
    ...Array.from({ length: 22 }, (_, hour) => String(hour + 3).padStart(2, '0')),
  ];
  const content = `date,hour,load\n${hours.map((hour, row) => `11/03/2024,${hour},${row}.5`).join('\n')}\n`;
  const error = await rejectionOf(content);
  expect([error.code, error.remedy]).toEqual(['FILE_AMBIGUOUS', expect.stringContaining('time.zone')]);
  const time = { column: ['date', 'hour'], format: '%m/%d/%Y', periods: '1h', zone: 'America/New_York' };
  const { rows } = await ingestContent(content, { spec: { time, values } });
  expect(rows.map(([at]) => at)).toEqual(night25(Date.UTC(2024, 10, 3, 4)));
});

test('zone words in brackets, at the hour that occurs twice alone, say which pass it is', async () => {
  const at = (hour: number): string =>
    `${27 + Math.floor(hour / 24)}/10/2024 ${String(hour % 24).padStart(2, '0')}:00:00`;
  const lines = [
    `${at(0)} - ${at(1)}`,
    `${at(1)} - ${at(2)} (CEST)`,
    `${at(2)} (CEST) - ${at(2)} (CET)`,
    `${at(2)} (CET) - ${at(3)}`,
    ...Array.from({ length: 68 }, (_, hour) => `${at(hour + 3)} - ${at(hour + 4)}`),
  ];
  const content = `MTU,load\n${lines.map((time, row) => `${time},${row}.5`).join('\n')}\n`;
  const error = await rejectionOf(content);
  expect([error.code, error.remedy]).toEqual(['FILE_AMBIGUOUS', expect.stringContaining('time.zone')]);
  const time = { column: 'MTU', format: '%d/%m/%Y %H:%M:%S - %d/%m/%Y %H:%M:%S', zone: 'Europe/Berlin' };
  const { rows } = await ingestContent(content, { spec: { time, values } });
  expect(rows.map(([when]) => when)).toEqual(
    lines.map((_, row) => new Date(Date.UTC(2024, 9, 26, 22 + row)).toISOString()),
  );
});
