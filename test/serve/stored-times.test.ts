import type { Serve } from '@wattline/serve/open';
import { expect, test } from 'vitest';
import { DATASET } from '../chain/history-fuzz/chain-in-process.ts';
import {
  type Answer,
  type Cells,
  csvOf,
  FIRST,
  fromFiles,
  hourly,
  openChain,
  openOn,
  post,
  takeStored,
} from './storing.ts';

const HOUR = 3_600_000;

/** Hours of three weeks, in a form of which a few rows show less than a file. */
const fileTimes: Readonly<
  Record<string, { spec: string; cells: (at: string, i: number) => Cells; inFile?: Cells }>
> = {
  'periods of days as the files have them': {
    spec: 'time: { column: [day, period], periods: 1h, zone: Europe/Berlin }',
    cells: (at) => ({
      day: at.slice(0, 10).split('-').reverse().join('/'),
      period: Number(at.slice(11, 13)) + 1,
    }),
  },
  'zones of their own': {
    spec: 'time: { column: time, zones: { column: zone } }',
    cells: (at, i) => ({
      time: at.slice(0, 16).replace('T', ' '),
      zone: i < 300 ? 'Europe/Berlin' : '+01:00',
    }),
  },
  'times of issue': {
    spec: 'time: { column: time, issued: issued, vintage: { lead: 24h } }',
    // Month first: of the fifth of January alone nobody would know.
    cells: (at, i) => ({ time: at, issued: i < 480 ? `12/${13 + (i % 17)}/2023 06:00` : '01/05/2024 06:00' }),
    inFile: { issued: '2024-01-05T06:00' },
  },
};

test.each(Object.entries(fileTimes))(
  '%s: posted readings are sealed as they were served',
  async (_, form) => {
    const spec = `${form.spec}\nvalues: { load: {} }\ninterval: 1h\nscaling: { method: none }\n`;
    const rows = hourly(0, 520).map(({ time, load }, i) => ({
      ...form.cells(String(time), i),
      load: load ?? '',
    }));
    const later = rows.slice(480).map((row) => ({ ...row, ...form.inFile }));
    const wanted = await fromFiles(spec, [csvOf(rows.slice(0, 480)), csvOf(later)]);
    const chain = await openChain();
    await chain.putSpec(spec);
    await chain.take(await chain.put('0.csv', csvOf(rows.slice(0, 480)), new Date(FIRST)));
    const serve = openOn(chain);
    const question = { scaled: false, at: '2024-01-22T12:00:00Z' };
    const { status, answer } = await post(serve, { ...question, readings: rows.slice(480), store: true });
    expect({ status, code: answer.code, refused: answer.refused }).toEqual({ status: 200, refused: [] });
    const [file] = answer.stored.files;
    const { error, version } = await takeStored(chain, file?.key ?? '', file?.run ?? '');
    expect({ error, version }).toEqual({ error: undefined, version: wanted });
    await serve.refresh();
    expect((await post(serve, question)).answer.rows[0]?.values).toEqual(answer.rows[0]?.values);
  },
);

/** Calls whose rows are stored at once, of times of which those of others might make something else. */
const besideOthers: Readonly<
  Record<
    string,
    {
      readonly time: string;
      readonly sealed: (at: string) => Cells;
      readonly until: string;
      readonly calls: readonly (readonly Cells[])[];
    }
  >
> = {
  'zones, beside an instant': {
    time: 'format: iso, zones: { column: zone }',
    sealed: (time) => ({ time, zone: 'UTC' }),
    until: '2024-01-21T00:00',
    calls: [
      [{ time: '2024-01-20T21:00', zone: 'America/New_York', meter: 'a', load: 7 }],
      [{ time: '2024-01-21T03:00Z', zone: 'America/New_York', meter: 'b', load: 9 }],
    ],
  },
  'ends of intervals where clocks go forward, beside an instant': {
    time: 'label: end, cadence: 1h, zone: Europe/Berlin',
    sealed: (time) => ({ time: `${time}Z` }),
    until: '2024-03-30T23:00',
    calls: [
      [
        { time: '2024-03-31T02:00', meter: 'a', load: 7 },
        { time: '2024-03-31T03:00', meter: 'a', load: 8 },
      ],
      [{ time: '2024-03-31T02:00Z', meter: 'b', load: 9 }],
    ],
  },
  'ends of intervals where clocks go back, in a format of the spec': {
    time: 'label: end, cadence: 1h, zone: Europe/Berlin, format: "%Y-%m-%dT%H:%M"',
    sealed: (time) => ({ time }),
    until: '2024-10-26T21:00',
    calls: [
      [{ time: '2024-10-27T03:00', meter: 'a', load: 7 }],
      // Of these alone the order shows that they name what clocks showed as intervals ended.
      [
        { time: '2024-10-27T01:00', meter: 'b', load: 5 },
        { time: '2024-10-27T02:00', meter: 'b', load: 6 },
        { time: '2024-10-27T02:00', meter: 'b', load: 7 },
        { time: '2024-10-27T03:00', meter: 'b', load: 8 },
      ],
    ],
  },
  'an hour that clocks show twice, from its end': {
    time: 'zone: Europe/Berlin, format: "%Y-%m-%dT%H:%M"',
    sealed: (time) => ({ time }),
    until: '2024-10-26T22:00',
    calls: [
      [
        { time: '2024-10-27T01:00', meter: 'a', load: 7 },
        { time: '2024-10-27T01:30', meter: 'a', load: 8 },
        { time: '2024-10-27T02:30', meter: 'a', load: 9 },
      ],
      [{ time: '2024-10-27T02:00', meter: 'a', load: 5 }],
      [{ time: '2024-10-27T05:00', meter: 'b', load: 6 }],
    ],
  },
  'an hour that clocks skip, beside the one after it': {
    time: 'zone: Europe/Berlin, format: "%Y-%m-%dT%H:%M"',
    sealed: (time) => ({ time }),
    until: '2024-03-31T00:00',
    calls: [
      [{ time: '2024-03-31T02:30', meter: 'a', load: 7 }],
      [{ time: '2024-03-31T03:30', meter: 'b', load: 5 }],
      [{ time: '2024-03-31T04:30', meter: 'b', load: 5 }],
    ],
  },
  'numbered periods, beside a day on which clocks change': {
    time: 'column: [time, period], periods: 1h, zone: Europe/Berlin, format: iso, label: end, cadence: 1h',
    sealed: (time) => ({ time: time.slice(0, 10), period: Number(time.slice(11, 13)) + 1 }),
    until: '2024-03-30T23:00',
    calls: [
      [{ time: '2024-03-30', period: 24, meter: 'a', load: 7 }],
      [{ time: '2024-03-31', period: 1, meter: 'a', load: 8 }],
      [{ time: '2024-04-01', period: 1, meter: 'b', load: 8 }],
    ],
  },
};

test.each(Object.entries(besideOthers))(
  '%s: readings of several calls are sealed as they were served',
  async (_, { time, sealed, until, calls }) => {
    const column = time.includes('column: [') ? '' : 'column: time, ';
    const step = time.includes('cadence') ? HOUR : HOUR / 2;
    const chain = await openChain();
    await chain.putSpec(
      `time: { ${column}${time} }\nentity: meter\nvalues: { load: {} }\ninterval: ${step / 60_000}m\nscaling: { method: none }\nlags: { by: [72h] }\ncalendar: { fields: [] }\npartition: { entityBuckets: 1 }\n`,
    );
    const end = Date.parse(`${until}Z`);
    const rows = Array.from({ length: 480 }, (_, i) => ({
      ...sealed(new Date(end - (480 - i) * HOUR).toISOString().slice(0, 16)),
      meter: 'a',
      load: String(100 + i),
    }));
    const first = await chain.take(await chain.put('0.csv', csvOf(rows), new Date(FIRST)));
    expect({ error: first.error }).toEqual({ error: undefined });
    const serve = openOn(chain, {
      WATTLINE_SERVE_STORE_MS: '1500',
      WATTLINE_SERVE_STORE_ROWS: String(calls.flat().length),
    });
    // Lines wait together as calls do, in their order.
    const response = await serve.app.request(`/api/v1/datasets/${DATASET}/rows`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: calls.map((readings) => JSON.stringify({ readings, store: true })).join('\n'),
    });
    const stored = (await response.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Answer);
    expect(stored.map(({ refused }) => refused)).toEqual(calls.map(() => []));
    const times = Array.from({ length: 60 }, (_, i) => new Date(end + (i - 6) * step).toISOString());
    const loads = async (service: Serve): Promise<string[]> => {
      const found = await Promise.all(
        times.map((at) =>
          post(service, { entities: ['a', 'b'], scaled: false, at, knownUntil: '2025-01-01T00:00:00Z' }),
        ),
      );
      return found.flatMap(({ answer }, i) =>
        answer.rows.flatMap(({ values }, entity) =>
          values.load_mean === null || Number(values.load_mean) >= 100
            ? []
            : [`${times[i]} ${'ab'[entity]} ${values.load_mean}`],
        ),
      );
    };
    const served = await loads(serve);
    expect(served).toHaveLength(calls.flat().length);
    const put = new Map(stored.flatMap((one) => one.stored.files).map(({ key, run }) => [key, run]));
    for (const [key, run] of put) {
      const { status, error } = await takeStored(chain, key, run);
      expect({ status, error }).toEqual({ status: 'sealed', error: undefined });
    }
    // One that holds nothing else.
    expect(await loads(openOn(chain))).toEqual(served);
  },
);

test.each([
  ['', 'STORE_NEEDS_FILE_TIMES'],
  [', cadence: 1h, cadences: own', 'OWN_STEPS_NOT_SERVED'],
  [', cadence: 1h', undefined],
])('ends of intervals are stored where the spec says how long these are: "%s"', async (more, code) => {
  const chain = await openChain();
  await chain.putSpec(
    `time: { column: time, format: iso, label: end${more} }\nentity: meter\nvalues: { load: {} }\ninterval: 2h\nscaling: { method: none }\n`,
  );
  await chain.take(await chain.put('0.csv', csvOf(hourly(0, 480)), new Date(FIRST)));
  // A file of one row would show no step: it would be of two hours.
  const readings = [{ time: '2024-01-21T00:00', meter: 'a', load: 1 }];
  expect((await post(openOn(chain), { readings, store: true })).answer.code).toBe(code);
});
