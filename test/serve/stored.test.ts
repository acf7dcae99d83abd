import { openTransform, type Written } from '@wattline/online-transform';
import { featureSetPlaces } from '@wattline/worker';
import { expect, test } from 'vitest';
import { DATASET } from '../chain/history-fuzz/chain-in-process.ts';
import { type Generated, generate } from './generated.ts';
import { createRandom } from './random.ts';
import {
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

/** How many datasets to make up. */
const DATASETS = Number(process.env.WATTLINE_STORE_DATASETS ?? 12);
const halves = ({ rows }: Generated): [Cells[], Cells[]] => {
  const at = Math.floor(rows.length * 0.7);
  return [rows.slice(0, at).map(({ cells }) => cells), rows.slice(at).map(({ cells }) => cells)];
};

test('a dataset to which readings are posted has the version of one to which they come as a file', {
  timeout: 600_000 + 60_000 * DATASETS,
}, async () => {
  let readings = 0;
  for (let seed = 1; seed <= DATASETS; seed += 1) {
    const generated = await generate(seed, 160);
    const spec = JSON.stringify(generated.spec);
    const [before, after] = halves(generated);
    const wanted = await fromFiles(spec, [csvOf(before), csvOf(after)]);

    const chain = await openChain();
    await chain.putSpec(spec);
    await chain.take(await chain.put('0.csv', csvOf(before), new Date(FIRST)));
    const serve = openOn(chain);
    // Numbers are numbers or texts, as clients have them.
    const random = createRandom(seed);
    const typed = after.map((cells) =>
      Object.fromEntries(
        Object.entries(cells).map(([name, cell]) => {
          const number = Number(cell);
          const isPlain = name !== 'meter_id' && cell !== '' && String(number) === cell;
          return [name, isPlain && random.isTrue(0.5) ? number : cell];
        }),
      ),
    );
    const { status, answer } = await post(serve, { readings: typed, store: true });
    expect({ seed, status, code: answer.code }).toEqual({ seed, status: 200, code: undefined });
    expect(answer.stored.rows).toBeGreaterThan(0);
    let version: string | undefined;
    for (const { key, run } of answer.stored.files) {
      const receipt = await takeStored(chain, key, run);
      expect({ seed, status: receipt.status, error: receipt.error }).toEqual({
        seed,
        status: 'sealed',
        error: undefined,
      });
      version = receipt.version;
    }
    expect({ seed, version }).toEqual({ seed, version: wanted });
    await serve.refresh();
    expect((await post(serve, { entity: generated.entities[0] })).answer.version).toBe(wanted);
    readings += answer.stored.rows;
  }
  process.stdout.write(
    `${readings} readings of ${DATASETS} datasets were posted, and are in their next versions\n`,
  );
});

/** As a logger writes them: whatever says how these are written, says nothing of what is posted. */
const germanSpec = `
time: { column: time, format: "%d.%m.%Y %H:%M", zone: Europe/Berlin }
entity: meter
values: { load: {}, temp: {} }
file: { delimiter: ";", decimal: ",", header: 2, encoding: windows-1252 }
scaling: { method: none }
`;
const german = (rows: readonly Cells[]): string[] =>
  rows.map(({ time, load }) => {
    const [day = '', clock] = String(time).split('T');
    return `${day.split('-').reverse().join('.')} ${clock};a;${String(load).replace('.', ',')};1,5`;
  });

test('readings that are posted one by one, corrected, and stored again', async () => {
  const chain = await openChain();
  await chain.putSpec(germanSpec);
  const head = 'Zaehler im Keller\ntime;meter;load;temp\n';
  const lines = german(hourly(0, 600));
  await chain.take(await chain.put('0.csv', head + lines.slice(0, 480).join('\n'), new Date(FIRST)));
  // As many as are posted go into a file, however long they take.
  const serve = openOn(chain, { WATTLINE_SERVE_STORE_MS: '60000', WATTLINE_SERVE_STORE_ROWS: '20' });
  const readings = lines.slice(480, 500).map((line) => {
    const [time = '', meter = '', load = '', temp = ''] = line.split(';');
    return { time, meter, load, temp };
  });
  const [first, ...others] = readings;
  // A wrong number first, in a file before the correction; a number, not a text; a column that nobody reads.
  const wrong = post(openOn(chain), { readings: [{ ...first, load: '999,9' }], store: true });
  await wrong;
  const all = await Promise.all([
    ...others.map((reading) => post(serve, { readings: [{ ...reading, note: 'x' }], store: true })),
    post(serve, { readings: [{ ...first, load: Number(first?.load.replace(',', '.')) }], store: true }),
  ]);
  expect(all.map(({ status }) => status)).toEqual(all.map(() => 200));
  expect(all[0]?.answer.stored.leftOut).toEqual(['note']);
  const files = new Map(all.flatMap(({ answer }) => answer.stored.files).map(({ key, run }) => [key, run]));
  expect(files.size, 'together').toBe(1);
  const early = (await wrong).answer.stored.files[0];
  const sealed = await takeStored(chain, early?.key ?? '', early?.run ?? '');
  expect(sealed.status).toBe('sealed');
  let version: string | undefined;
  for (const [key, run] of files) {
    const receipt = await takeStored(chain, key, run);
    expect({ status: receipt.status, error: receipt.error }).toEqual({ status: 'sealed', error: undefined });
    version = receipt.version;
  }
  const wanted = await fromFiles(germanSpec, [
    head + lines.slice(0, 480).join('\n'),
    head + lines.slice(480, 500).join('\n'),
  ]);
  expect(version).toBe(wanted);

  const again = await post(serve, { readings, store: true });
  const [file] = again.answer.stored.files;
  const receipt = await takeStored(chain, file?.key ?? '', file?.run ?? '');
  expect(receipt.ingested?.dataset).toMatchObject({ changed: false });
  expect(receipt.version).toBe(version);
});

test('a dataset of which no spec says how it is written takes texts as its files have them', async () => {
  const head = 'Zeit;Zähler;Leistung;Temperatur\n';
  const written = hourly(0, 520).flatMap(({ time }, i) => {
    const [day = '', clock] = String(time).split('T');
    return ['a', 'b'].map((meter) => {
      const load = i % 7 === 3 ? `1.${100 + i} kW` : `${20 + ((i * 7) % 24)},${meter === 'a' ? 5 : 25} kW`;
      return [`${day.split('-').reverse().join('.')} ${clock}`, meter, load, `${i % 9},5`];
    });
  });
  const text = (rows: readonly string[][]): string => head + rows.map((cells) => cells.join(';')).join('\n');
  const [first, later] = [written.slice(0, 960), written.slice(960)];
  const wanted = await fromFiles(undefined, [text(first), text(later)]);

  const chain = await openChain();
  await chain.take(await chain.put('0.csv', text(first), new Date(FIRST)));
  const serve = openOn(chain);
  const names = ['Zeit', 'Zähler', 'Leistung', 'Temperatur'];
  const readings = later.map((cells) => Object.fromEntries(cells.map((cell, i) => [names[i], cell])));
  const strange = { Zeit: '01/22/2024 05:00 PM', Zähler: 'a', Leistung: '20.5', Temperatur: '1,5' };
  const question = { entities: ['a'], scaled: false, at: '2024-01-22T15:00:00Z' };
  const { status, answer } = await post(serve, {
    ...question,
    readings: [...readings, strange],
    store: true,
  });
  expect({ status, refused: answer.refused }).toMatchObject({
    status: 200,
    refused: [{ line: 81, code: 'TIME_UNREADABLE' }],
  });
  // A service that is started again has them, though they are in no version yet.
  expect((await post(openOn(chain), question)).answer.rows[0]).toEqual(answer.rows[0]);
  // One by one, in files of their own, they mean the same: none shows how it is written.
  const single = openOn(chain, { WATTLINE_SERVE_STORE_ROWS: '1' });
  const alone = await post(single, { readings: readings.slice(7, 8), store: true });
  const [file] = answer.stored.files;
  const receipt = await takeStored(chain, file?.key ?? '', file?.run ?? '');
  expect({ status: receipt.status, error: receipt.error, version: receipt.version }).toEqual({
    status: 'sealed',
    error: undefined,
    version: wanted,
  });
  const [own] = alone.answer.stored.files;
  const unchanged = await takeStored(chain, own?.key ?? '', own?.run ?? '');
  expect({ error: unchanged.error, version: unchanged.version }).toEqual({
    error: undefined,
    version: wanted,
  });
  await serve.refresh();
  const sealed = await post(serve, question);
  expect(sealed.answer.version).toBe(wanted);
  expect(sealed.answer.rows[0]).toEqual({ ...answer.rows[0], version: wanted });
  // Who has the version and not the log reads such texts by what is beside its manifest.
  const places = featureSetPlaces(DATASET, wanted ?? '');
  const documentOf = async ({ store, key }: ReturnType<typeof places.file>): Promise<unknown> =>
    JSON.parse(new TextDecoder().decode((await chain.stores[store].get(key))?.body));
  const copied = openTransform(await documentOf(places.file('preprocessor.json')), {
    written: (await documentOf(places.written)) as Written,
  });
  expect(copied.read([...readings, strange]).refused).toMatchObject([{ line: 81, code: 'TIME_UNREADABLE' }]);
  // The same readings once more, written otherwise: what both can be is refused.
  const open = (Leistung: string) =>
    post(serve, { readings: [{ Zeit: '2024-03-01T00:00:00Z', Zähler: 'a', Leistung, Temperatur: 1 }] });
  expect((await open('13.5 kW')).answer.refused).toMatchObject([{ code: 'NOT_A_NUMBER' }]);
  const american = first.map(([time = '', meter = '', load = '', temp = '']) => {
    const [day = '', clock] = time.split(' ');
    const swapped = load.replaceAll(/[.,]/g, (sign) => (sign === '.' ? ',' : '.'));
    return [`${day.split('.').reverse().join('-')} ${clock}`, meter, swapped, temp.replace(',', '.')];
  });
  const same = await chain.take(await chain.put('1.csv', text(american), new Date(FIRST + 9)));
  expect({ error: same.error, version: same.version }).toEqual({ error: undefined, version: wanted });
  await serve.refresh();
  expect((await open('1.300 kW')).answer.refused).toMatchObject([
    { line: 1, column: 'Leistung', code: 'NOTATION_OPEN' },
  ]);
  for (const load of ['13.5 kW', '13,5 kW', '1.300,5 kW', '1,300.5 kW'])
    expect((await open(load)).answer).toMatchObject({ refused: [] });
});

test.each([
  ['R$ ', 'R$'],
  ['', 'm3'],
])('numbers like %s1.204,50 are sealed as they were served', async (before, unit) => {
  const chain = await openChain();
  await chain.putSpec(
    'time: { column: time, format: iso }\nvalues: { price: {} }\ninterval: 1h\nscaling: { method: none }\n',
  );
  const rows = hourly(0, 480).map(({ time }, i) => `${time};${before}1.2${10 + (i % 80)},50`);
  const head = unit === 'm3' ? 'time;price\n;m3\n' : 'time;price\n';
  const first = await chain.take(await chain.put('0.csv', head + rows.join('\n'), new Date(FIRST)));
  expect({ error: first.error }).toEqual({ error: undefined });
  const serve = openOn(chain);
  const question = { scaled: false, at: '2024-01-21T00:00:00Z' };
  const reading = { time: '2024-01-21T00:00:00Z', price: `${before}1.234` };
  const { answer } = await post(serve, { ...question, readings: [reading], store: true });
  expect(answer.rows[0]?.values).toMatchObject({ price_mean: 1234 });
  const [file] = answer.stored.files;
  const { error, version } = await takeStored(chain, file?.key ?? '', file?.run ?? '');
  expect({ error }).toEqual({ error: undefined });
  await serve.refresh();
  const sealed = (await post(serve, question)).answer;
  expect(sealed.version).toBe(version);
  expect(sealed.rows[0]?.values).toMatchObject({ price_mean: 1234 });
});

test('a service that is started again has what is stored and not sealed yet', async () => {
  const chain = await openChain();
  await chain.putSpec(
    'time: { column: time, format: iso }\nentity: meter\nvalues: { load: {} }\nscaling: { method: none }\n',
  );
  await chain.take(await chain.put('0.csv', csvOf(hourly(0, 480)), new Date(FIRST)));
  const killed = openOn(chain);
  const [next, last] = hourly(480, 2);
  const stored = await post(killed, { readings: [next], store: true });
  await post(killed, { readings: [last], store: true });
  await post(killed, { readings: [{ ...next, meter: 'fresh' }], store: true });
  const question = { entity: 'a', scaled: false };
  const wanted = await post(killed, question);
  const isNew = { entity: 'fresh', scaled: false };
  const started = openOn(chain);
  const [first, second] = await Promise.all([post(started, question), post(started, question)]);
  expect(first.answer).toEqual(wanted.answer);
  expect(second.answer).toEqual(wanted.answer);
  expect((await post(started, isNew)).answer.rows).toEqual((await post(killed, isNew)).answer.rows);
  // Its version takes the place of the one that does not have it.
  const [file] = stored.answer.stored.files;
  const { version } = await takeStored(chain, file?.key ?? '', file?.run ?? '');
  await started.refresh();
  const after = await post(openOn(chain), question);
  expect(after.answer.version).toBe(version);
  expect((await post(started, question)).answer).toEqual(after.answer);
  expect(after.answer.rows.map(({ values }) => values)).toEqual(
    wanted.answer.rows.map(({ values }) => values),
  );
});

test('what is stored is not lost where its entity cannot be brought for a moment', async () => {
  const chain = await openChain();
  await chain.putSpec(
    'time: { column: time, format: iso }\nentity: meter\nvalues: { load: {} }\nscaling: { method: none }\n',
  );
  await chain.take(await chain.put('0.csv', csvOf(hourly(0, 480)), new Date(FIRST)));
  const killed = openOn(chain);
  await post(killed, { readings: hourly(480, 1), store: true });
  const question = { entity: 'a', scaled: false };
  const wanted = await post(killed, question);
  const { features } = chain.stores;
  let failures = 1;
  const get: typeof features.get = async (key, options) => {
    if (key.endsWith('.parquet') && failures > 0) {
      failures -= 1;
      throw new Error('no answer');
    }
    return features.get(key, options);
  };
  const started = openOn({ ...chain, stores: { ...chain.stores, features: { ...features, get } } });
  expect((await post(started, question)).status).toBeGreaterThanOrEqual(500);
  expect((await post(started, question)).answer).toEqual(wanted.answer);
});

test('what no file would be read as is refused, and neither stored nor held', async () => {
  const chain = await openChain();
  await chain.putSpec(
    'time: { column: time, format: iso }\nentity: meter\nvalues: { load: {} }\nscaling: { method: none }\n',
  );
  await chain.take(await chain.put('0.csv', csvOf(hourly(0, 480)), new Date(FIRST)));
  const serve = openOn(chain);
  const before = await post(serve, { entity: 'a' });
  const reading = { event_timestamp: '2024-01-21T00:00:00Z', meter: 'a', load: 1 };
  const { status, answer } = await post(serve, { readings: [reading], store: true });
  expect([status, answer.code]).toEqual([422, 'STORE_NEEDS_FILE_TIMES']);
  expect((await post(serve, { entity: 'a' })).answer).toEqual(before.answer);
  // An entity that is named beside the readings is in the file's column.
  const named = await post(serve, {
    entity: 'b',
    readings: [{ time: '2024-01-21T00:00', load: 1 }],
    store: true,
  });
  const { body } = (await chain.stores.staging.get(named.answer.stored.files[0]?.key ?? '')) ?? {};
  expect(JSON.parse(new TextDecoder().decode(body))).toEqual([
    { time: '2024-01-21T00:00:00.000Z', meter: 'b', load: 1 },
  ]);
  const audit: unknown[] = [];
  for await (const { key } of chain.stores.results.list('access/audit/'))
    audit.push(JSON.parse(new TextDecoder().decode((await chain.stores.results.get(key))?.body)));
  expect(audit).toEqual([
    expect.objectContaining({
      action: 'readings.stored',
      target: named.answer.stored.files[0]?.key,
      status: 200,
    }),
  ]);
  // Only refused readings: there is no file.
  const none = await post(serve, {
    entity: 'a',
    readings: [{ time: 'noon', meter: 'a', load: 1 }],
    store: true,
  });
  expect(none.answer.stored).toEqual({ rows: 0, files: [], leftOut: [] });
});

test('metrics say how much is held, the bound, and what gave way to it', async () => {
  const chain = await openChain();
  await chain.putSpec(
    'time: { column: time, format: iso }\nentity: meter\nvalues: { load: {} }\nscaling: { method: none }\n',
  );
  const rows = hourly(0, 480).flatMap((row) => [row, { ...row, meter: 'b' }]);
  await chain.take(await chain.put('0.csv', csvOf(rows), new Date(FIRST)));
  const serve = openOn(chain, { WATTLINE_SERVE_MAX_ENTITIES: '2' });
  await post(serve, { entities: ['a', 'b'] });
  const metric = async (name: string): Promise<number> => {
    const text = await (await serve.app.request('/metrics')).text();
    return Number(new RegExp(`^${name}\\{[^}]*\\} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
  };
  const [readings, bytes] = [await metric('wattline_held_readings'), await metric('wattline_held_bytes')];
  expect(await metric('wattline_held_entities')).toBe(2);
  expect(await metric('wattline_held_entities_limit')).toBe(2);
  expect(await metric('wattline_held_entities_dropped_total')).toBeNaN();
  expect(bytes).toBeGreaterThan(readings);
  const reading = { time: '2024-01-21T00:00', meter: 'c', load: 1 };
  await post(serve, { entity: 'c', readings: [reading, { ...reading, time: '2024-01-21T01:00' }] });
  expect(await metric('wattline_held_entities')).toBe(2);
  expect(await metric('wattline_held_entities_dropped_total')).toBe(1);
  expect(await metric('wattline_held_readings_dropped_total')).toBe(readings / 2);
  expect(await metric('wattline_held_readings')).toBe(readings / 2 + 2);
});

test('rows of no time are served and stored without one', async () => {
  const spec = 'time: none\nentity: meter\n';
  const [before, after] = ['meter,area,use\nm1,120.5,office\nm2,,school\n', 'meter,area,use\nm1,130,mill\n'];
  const wanted = await fromFiles(spec, [before, after]);
  const chain = await openChain();
  await chain.putSpec(spec);
  await chain.take(await chain.put('0.csv', before, new Date(FIRST)));
  const serve = openOn(chain);
  const [told] = (await post(serve, { entity: 'm1' })).answer.rows;
  expect(told?.values).toEqual({ area: 120.5, use_office: 1, use_school: 0 });
  const body = { entity: 'm1', readings: [{ meter: 'm1', area: 130, use: 'mill' }], store: true };
  const { status, answer } = await post(serve, body);
  expect([status, answer.refused], JSON.stringify(answer)).toEqual([200, []]);
  // A word that the version does not have.
  expect(answer.rows[0]?.values).toEqual({ area: 130, use_office: 0, use_school: 0 });
  const [file] = answer.stored.files;
  if (file === undefined) throw new Error('nothing was stored');
  const { version, error } = await takeStored(chain, file.key, file.run);
  expect([version, error]).toEqual([wanted, undefined]);
});
