import { setTimeout } from 'node:timers/promises';
import { type EntityHistory, type JoinedEntity, openTransform } from '@wattline/online-transform';
import { readServeConfig } from '@wattline/serve/config';
import { openServe, type Serve } from '@wattline/serve/open';
import { createLog } from '@wattline/worker';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ChainInProcess, DATASET, openChainInProcess } from '../chain/history-fuzz/chain-in-process.ts';
import { cellsOf, END, FIRST, files, HOUR, later, type Name, SEALED, sealWorld } from './joined-world.ts';
import { type ReplayedJoins, replay } from './replay.ts';
import { readVersion, type SealedRow, type SealedVersion } from './sealed-rows.ts';

let chain: ChainInProcess;
let versions: Record<Name, string>;
const sealed = new Map<Name, SealedVersion>();
const sealedOf = (name: Name): SealedVersion => {
  const found = sealed.get(name);
  if (found === undefined) throw new Error(`${name} is not sealed`);
  return found;
};

beforeAll(async () => {
  chain = await openChainInProcess();
  versions = await sealWorld(chain, 'all');
  for (const name of Object.keys(files) as Name[])
    sealed.set(name, await readVersion(chain, name, versions[name]));
});
afterAll(() => chain.close());

/** What of the other datasets is known at an instant, from their raw readings. */
const rawJoins = (): ReplayedJoins => {
  const open = (name: Name) => openTransform(sealedOf(name).preprocessor);
  const others = {
    weather: open('weather'),
    prices: open('prices'),
    tariffs: open('tariffs'),
    sites: open('sites'),
    meters: open('meters'),
  };
  const joined = {
    site: others.sites,
    meters: others.meters,
    near: others.weather,
    south: others.weather,
    region: others.weather,
    prices: others.prices,
    tariffs: others.tariffs,
  };
  const historyOf = (name: keyof typeof others, entity: string, until: number): EntityHistory => {
    const history = others[name].history({ isWhole: true });
    const known = name === 'prices' ? Number.POSITIVE_INFINITY : until;
    const lines = files[name].filter(({ at }) => at < known);
    history.add(others[name].read(cellsOf(lines)).readings.get(entity) ?? []);
    history.knowUntil(name === 'prices' ? END + 48 * HOUR : until);
    return history;
  };
  const staticOf = (name: 'sites' | 'meters' | 'weather', entity: string, columns: readonly string[]) =>
    Object.fromEntries(
      others[name].joinedRows
        .lastValues(historyOf(name, entity, END), columns)
        .map((value, i) => [columns[i] ?? '', typeof value === 'number' ? value : null]),
    );
  const positionIn = (values: Readonly<Record<string, number | null>>) => {
    const [latitude, longitude] = [values.latitude_mean ?? null, values.longitude_mean ?? null];
    return latitude === null || longitude === null ? undefined : { latitude, longitude };
  };
  const positions = ['latitude_mean', 'longitude_mean'];
  return {
    joined,
    of: (transform, entity, until) => {
      const site = staticOf('sites', entity, ['area_mean', ...positions]);
      const places = ['north', 'south'].flatMap((station) => {
        const position = positionIn(staticOf('weather', station, positions));
        return position === undefined ? [] : [{ entity: station, ...position }];
      });
      return Object.fromEntries(
        transform.joins.map(({ name, dataset, columns, entityOf }): [string, JoinedEntity] => {
          if (name === 'site') return [name, { values: site }];
          if (name === 'meters') return [name, { values: staticOf(name, entity, columns) }];
          const whose = entityOf(entity, { places, position: positionIn(site) });
          return [name, whose === undefined ? null : historyOf(dataset as 'weather', whose, until)];
        }),
      );
    },
  };
};

test('rows with columns of other datasets are served from raw readings as they are sealed, bit for bit', () => {
  const generated = { rows: files[DATASET], entities: ['A', 'B', 'C'] };
  const version = sealedOf(DATASET);
  const plain = { ...version, scaled: [] };
  const found = replay(generated, plain, [FIRST + 101.5 * HOUR, END], rawJoins());
  expect(found.differences.slice(0, 5)).toEqual([]);
  expect(found.pairs).toBeGreaterThan(8 * 24 * 3 * 20);
  expect(found.open / found.pairs).toBeLessThan(0.2);
  const names = Object.keys(plain.plain[0]?.values ?? {});
  for (const name of [
    'near_temperature_mean_lag24h',
    'south_temperature_max',
    'region_temperature_max',
    'prices_price_mean_rolling6h_mean',
    'tariffs_tariff_mean',
    'site_area_mean',
    'meters_built',
    'meters_use_school',
  ]) {
    const own = names.find((one) => one === name || one.startsWith(name.split('_rolling')[0] ?? name));
    expect(own, name).toBeDefined();
    expect(
      plain.plain.some(({ values }) => values[own ?? ''] !== null),
      name,
    ).toBe(true);
  }
  process.stdout.write(
    `${found.pairs} values with joins are those that were sealed; ${found.open} could not be known yet\n`,
  );
});

interface Answer {
  readonly code?: string;
  readonly version: string;
  readonly joined?: Readonly<
    Record<string, { readonly refused: readonly unknown[]; readonly tooLate: number }>
  >;
  readonly rows: readonly {
    readonly entity: string;
    readonly event_timestamp: string;
    readonly values: Readonly<Record<string, number | null>>;
    readonly history: Readonly<Record<string, string>>;
  }[];
}

const post = async ({ app }: Serve, body: object, dataset: string = DATASET) => {
  const response = await app.request(`/api/v1/datasets/${dataset}/rows`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, answer: (await response.json()) as Answer };
};

const serveOn = ({ stores }: ChainInProcess): Serve =>
  openServe(stores, readServeConfig({}), createLog('serve', 'silent'));

const isAt = (at: number) => (row: SealedRow) => row.at === at;

/** How many values a service gives that are complete; each is that of the sealed row. */
const compare = async (
  serve: Serve,
  rows: readonly SealedRow[],
): Promise<{ complete: number; open: string[] }> => {
  let complete = 0;
  const open: string[] = [];
  for (const row of rows) {
    const { status, answer } = await post(serve, {
      entity: row.entity,
      at: new Date(row.at).toISOString(),
      scaled: false,
    });
    expect(status, JSON.stringify(answer)).toBe(200);
    for (const [name, value] of Object.entries(answer.rows[0]?.values ?? {})) {
      if (answer.rows[0]?.history[name] !== 'complete') {
        open.push(name);
        if (value === null) continue;
      } else complete += 1;
      expect({ at: row.at, entity: row.entity, name, value }).toEqual({
        at: row.at,
        entity: row.entity,
        name,
        value: row.values[name],
      });
    }
  }
  return { complete, open };
};

describe('the service', () => {
  const ofLast = (hours: number, until = END): SealedRow[] =>
    sealedOf(DATASET).plain.filter(({ at }) => at >= until - hours * HOUR && at < until - HOUR);

  test('serves rows of what is sealed', async () => {
    const rows = ofLast(30).filter((_, i) => i % 7 === 0);
    const { complete, open } = await compare(serveOn(chain), rows);
    expect(complete).toBeGreaterThan(rows.length * 15);
    // Of a meter whose place nobody knows there is no nearest station.
    expect(open.length / complete).toBeLessThan(0.25);
  });

  test('takes readings of the other datasets too, and they count for theirs', async () => {
    const own = await openChainInProcess();
    try {
      const before = await sealWorld(own, 'earlier');
      const serve = serveOn(own);
      const at = SEALED + 28 * HOUR;
      const until = (name: Name, hours: number) =>
        cellsOf(later(name).filter((line) => line.at < SEALED + hours * HOUR));
      const [row] = sealedOf(DATASET)
        .plain.filter(isAt(at))
        .filter(({ entity }) => entity === 'A');
      if (row === undefined) throw new Error('no row');
      await post(serve, { readings: until(DATASET, 34) });
      const early = (await post(serve, { entity: 'A', at: new Date(at).toISOString(), scaled: false })).answer
        .rows[0];
      // Weather did not come yet; prices did, and where the meter is does not change.
      expect([early?.history.near_temperature_mean, early?.values.near_temperature_mean]).toEqual([
        'missing',
        null,
      ]);
      expect([early?.history.prices_price_mean, early?.values.prices_price_mean]).toEqual([
        'complete',
        row.values.prices_price_mean,
      ]);
      expect(early?.values.site_area_mean).toBe(120);
      // What a meter is has no time, and is that of the version.
      expect([early?.history.meters_built, early?.values.meters_built]).toEqual(['complete', 1998]);
      expect([early?.values.meters_use_office, early?.values.meters_use_mill]).toEqual([1, 0]);

      const given = await post(serve, {
        entity: 'A',
        at: new Date(at).toISOString(),
        scaled: false,
        joined: {
          near: [...until('weather', 20), { time: 'never', station: 'north' }],
          tariffs: { readings: until('tariffs', 34), knownUntil: new Date(SEALED + 34 * HOUR).toISOString() },
        },
      });
      expect(given.status, JSON.stringify(given.answer)).toBe(200);
      expect(given.answer.joined?.near?.refused).toHaveLength(1);
      expect(given.answer.rows[0]?.history.tariffs_tariff_mean).toBe('complete');
      expect(given.answer.rows[0]?.history.region_temperature_max).toBe('missing');
      // Late, by the dataset's own address.
      await post(serve, { readings: until('weather', 34) }, 'weather');
      const rows = sealedOf(DATASET).plain.filter((one) => one.at >= SEALED - HOUR && one.at <= at);
      const found = await compare(
        serve,
        rows.filter((_, i) => i % 4 === 0),
      );
      expect(found.open.length / found.complete).toBeLessThan(0.25);
      const whole = (await post(serve, { entity: 'A', at: new Date(at).toISOString(), scaled: false })).answer
        .rows[0];
      expect(Object.entries(whole?.history ?? {}).filter(([, history]) => history !== 'complete')).toEqual(
        [],
      );

      // Other datasets' new versions, and then its own: nobody who asks meanwhile goes without an answer.
      let isSwapped = false;
      const asked: number[] = [];
      const asking = (async () => {
        while (!isSwapped) {
          const { status } = await post(serve, { entity: 'B', at: new Date(at).toISOString() });
          asked.push(status);
          await serve.refresh();
          await setTimeout(50);
        }
      })();
      const after = await sealWorld(own, 'later');
      await serve.refresh();
      isSwapped = true;
      await asking;
      expect(new Set(asked)).toEqual(new Set([200]));
      const { answer } = await post(serve, { entity: 'A', at: new Date(at).toISOString(), scaled: false });
      expect(answer.version).toBe(after[DATASET]);
      expect(answer.version).not.toBe(before[DATASET]);
      // Whether a later tariff came nobody said of this version.
      const wanted = Object.entries(row.values).filter(([name]) => !name.startsWith('tariffs'));
      expect(answer.rows[0]?.values).toMatchObject(Object.fromEntries(wanted));
      expect(answer.rows[0]?.history.tariffs_tariff_mean).toBe('missing');
    } finally {
      await own.close();
    }
  });

  test('makes rows of a horizon, and looks at the readings of a request alone where they are not to be held', async () => {
    const serve = serveOn(chain);
    const transform = openTransform(sealedOf(DATASET).preprocessor);
    const body = { entity: 'A', at: new Date(END - 5 * HOUR).toISOString(), ahead: '3h' };
    const [row] = (await post(serve, body)).answer.rows;
    expect(Object.keys(row?.values ?? {})).toEqual(transform.columns(true, '3h'));
    const training = sealedOf(DATASET).scaled.find(
      ({ entity, at }) => entity === 'A' && at === END - 5 * HOUR,
    );
    for (const name of transform.columns(true, '3h'))
      if (row?.history[name] === 'complete') expect(row.values[name], name).toBe(training?.values[name]);

    const readings = cellsOf(
      files[DATASET].filter(({ at, cells }) => at >= END - 4 * HOUR && cells.meter === 'A'),
    );
    const alone = await post(serve, {
      readings,
      hold: false,
      scaled: false,
      joined: {
        region: cellsOf(files.weather.filter(({ at }) => at >= END - 4 * HOUR)).map((one) => ({
          ...one,
          temperature: '7',
        })),
      },
      at: new Date(END - 2 * HOUR).toISOString(),
    });
    expect(alone.answer.rows[0]?.values.region_temperature_max).toBe(7);
    const held = await post(serve, {
      entity: 'A',
      at: new Date(END - 2 * HOUR).toISOString(),
      scaled: false,
    });
    expect(held.answer.rows[0]?.values.region_temperature_max).not.toBe(7);
  });

  test('refuses joins that there are not, and what it does not store', async () => {
    const serve = serveOn(chain);
    const unknown = await post(serve, { entity: 'A', joined: { snow: [] } });
    expect([unknown.status, unknown.answer.code]).toEqual([422, 'JOIN_UNKNOWN']);
    const stored = await post(serve, {
      entity: 'A',
      store: true,
      joined: { near: cellsOf(files.weather.slice(0, 1)) },
    });
    expect([stored.status, stored.answer.code]).toEqual([422, 'JOINED_NOT_STORED']);
  });

  test('takes the newest version where a joined one is gone, and refuses rows where there is none', async () => {
    const { models } = chain.stores;
    const swept = 'f'.repeat(16);
    const asOf = (isGone: (key: string) => boolean) => {
      const get: typeof models.get = async (key, options) => {
        const found = await models.get(key, options);
        if (found === undefined || isGone(key)) return undefined;
        const text = new TextDecoder().decode(found.body).replaceAll(versions.weather, swept);
        return key.includes(versions[DATASET]) ? { ...found, body: new TextEncoder().encode(text) } : found;
      };
      return post(serveOn({ ...chain, stores: { ...chain.stores, models: { ...models, get } } }), {
        entity: 'A',
      });
    };
    expect((await asOf(() => false)).status).toBe(200);
    const { status, answer } = await asOf((key) => key.includes(versions.weather));
    expect([status, answer.code]).toEqual([422, 'JOIN_NOT_SERVED']);
    expect(JSON.stringify(answer)).toContain('joins.near');
  });
});
