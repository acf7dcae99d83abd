import type { LocalBackend } from '@wattline/bootstrap';
import { Manifest, Preprocessor } from '@wattline/engine';
import { featureSetPlaces, type Receipt } from '@wattline/worker';
import pl from 'nodejs-polars';
import { expect, test } from 'vitest';
import { makeBackend, settled } from '../support/backend.ts';
import { startEngineWorkers } from '../support/engine-workers.ts';
import { uploadText } from '../support/upload.ts';

const spec = (
  refit: string,
  more = '',
  scaling = '{ method: standard }',
) => `time: { column: time, cadence: 6h }
interval: 6h
entity: meter
values: { load: {} }
lags: { by: [1d] }
partition: { entityBuckets: 2, period: month }
scaling: ${scaling}
training: { refit: ${refit} }
${more}`;

const DAY = 86_400_000;
const METERS = ['a', 'north'];

/** Four readings a day of each meter. */
const days = (from: string, count: number, load = 1): string => {
  const lines = Array.from({ length: count * 4 }, (_, quarter) => {
    const at = new Date(Date.parse(from) + (quarter * DAY) / 4).toISOString();
    return METERS.map((meter) => `${at},${meter},${load + (quarter % 7)}`).join('\n');
  });
  return `time,meter,load\n${lines.join('\n')}\n`;
};

const open = async () => {
  const backend = await makeBackend();
  await startEngineWorkers(backend);
  let uploads = 0;
  return {
    backend,
    add: async (text: string, specText?: string): Promise<Receipt> => {
      uploads += 1;
      const run = await uploadText(backend, `town/${uploads}.csv`, text, specText);
      const receipt = await settled(backend, run);
      expect([uploads, receipt.status, receipt.error]).toEqual([uploads, 'sealed', undefined]);
      return receipt;
    },
  };
};

const json = async ({ stores }: LocalBackend, store: 'features' | 'models', key: string): Promise<unknown> =>
  JSON.parse(new TextDecoder().decode((await stores[store].get(key))?.body));

const read = async (backend: LocalBackend, { version = '' }: Pick<Receipt, 'version'>) => {
  const places = featureSetPlaces('town', version);
  const manifest = Manifest.parse(await json(backend, 'features', places.manifest.key));
  const preprocessor = await json(backend, 'models', places.file('preprocessor.json').key);
  return { places, manifest, preprocessor: Preprocessor.parse(preprocessor) };
};

const trainingOf = ({ manifest }: Awaited<ReturnType<typeof read>>) =>
  manifest.files.filter(({ path }) => path.startsWith('training/'));

const fitOf = ({ published }: Receipt) => (published as { fit: unknown }).fit;

test('with a pinned fit an upload rewrites no training file of other partitions', async () => {
  const { backend, add } = await open();
  const one = await add(days('2024-01-01', 150), spec('pinned', '', '{ method: standard, by: entity }'));
  const two = await add(days('2024-05-30', 10, 100));
  const [before, after] = [await read(backend, one), await read(backend, two)];
  expect(after.preprocessor).toMatchObject({
    split: before.preprocessor.split,
    scaler: before.preprocessor.scaler,
    fit: before.preprocessor.fit,
  });
  const known = new Set(trainingOf(before).map(({ object }) => object));
  const made = trainingOf(after).filter(({ object }) => !known.has(object));
  expect(made.map(({ path }) => path)).toEqual([
    'training/test/entity_bucket=00/period=2024-05/part-0.parquet',
    'training/test/entity_bucket=00/period=2024-06/part-0.parquet',
    'training/test/entity_bucket=01/period=2024-05/part-0.parquet',
    'training/test/entity_bucket=01/period=2024-06/part-0.parquet',
  ]);
  expect(fitOf(one)).toMatchObject({ isNew: true, outgrown: { rows: 0, columns: [] } });
  // Loads of 1 to 7 in January, of 100 to 106 in June: all outside; the lag has two days of before.
  expect(fitOf(two)).toMatchObject({
    to: '2024-05-29T18:00:00.000Z',
    isNew: false,
    files: { made: 4 },
    outgrown: {
      rows: 80,
      columns: [
        { name: 'load_mean', outside: 1 },
        { name: 'load_mean_lag1d', outside: 0.9 },
      ],
    },
  });
});

test('features that were redundant, and what words were worth, when the scaler was fitted stay so', async () => {
  const { backend, add } = await open();
  const calendar =
    'coverage: false\ncalendar: { fields: [Year, Month] }\nselect: drop-redundant\nencodings: { count: { columns: [meter, Month] } }';
  const one = await add(days('2023-06-01', 150), spec('pinned', calendar));
  // A year later it is constant no more.
  const two = await add(days('2024-01-01', 10));
  const left = await Promise.all([one, two].map((receipt) => read(backend, receipt)));
  for (const { manifest, preprocessor } of left)
    for (const { columns } of [manifest, preprocessor])
      expect(columns.filter(({ redundant }) => redundant !== undefined)).toEqual([
        expect.objectContaining({ name: 'Year', role: 'withheld', redundant: { is: 'constant' } }),
      ]);
  expect([one, two].map(({ published }) => published)).toEqual(
    [true, false].map((isNew) =>
      expect.objectContaining({
        fit: expect.objectContaining({ isNew }),
        redundant: { count: 1, isDropped: true, columns: [{ name: 'Year', is: 'constant' }] },
      }),
    ),
  );
  expect(left[1]?.manifest.serving?.columns.features).not.toContain('Year');
  const [before, after] = left.map(({ preprocessor }) => preprocessor.encodings);
  // Of two meters from June to September each.
  expect(before?.map(({ name, words }) => [name, words.length])).toEqual([
    ['count_by_meter', 2],
    ['count_by_Month', 4],
  ]);
  expect(after).toEqual(before);
});

test('training files are the rows of the features, scaled by what the preprocessor says', async () => {
  const { backend, add } = await open();
  await add(days('2024-01-01', 100), spec('pinned'));
  const set = await read(backend, await add(days('2024-03-15', 40, 3)));
  const pathOf = async (line: { path: string; object?: string }) => {
    const { store, key } = set.places.sealed(line);
    return backend.stores[store].file(key, '');
  };
  const { scaler, split } = set.preprocessor;
  const [load] = scaler.features.filter(({ name }) => name === 'load_mean');
  const features = set.manifest.files.filter(({ path }) => path.startsWith('features/'));
  const frameOf = async (lines: readonly { path: string; object?: string }[]) =>
    (
      await pl
        .concat(
          (
            await Promise.all(lines.map(pathOf))
          ).map((path) =>
            pl.scanParquet(path, { hivePartitioning: false }).select('event_timestamp', 'meter', 'load_mean'),
          ),
        )
        .sort(['meter', 'event_timestamp'])
        .collect()
    ).toRecords() as unknown as { event_timestamp: Date; load_mean: number }[];
  const rows = await frameOf(features);
  for (const [name, from, to] of [
    ['train', '', split.validationFrom],
    ['validation', split.validationFrom, split.testFrom],
    ['test', split.testFrom, '9999'],
  ]) {
    const of = trainingOf(set).filter(({ path }) => path.startsWith(`training/${name}/`));
    const scaled = await frameOf(of);
    const wanted = rows.filter(
      ({ event_timestamp: at }) => at.toISOString() >= String(from) && at.toISOString() < String(to),
    );
    expect(scaled.map((row) => row.load_mean)).toEqual(
      wanted.map(
        (row) => (row.load_mean - (load?.offset ?? 0)) * (1 / (load?.scale ?? 1)) + (load?.base ?? 0),
      ),
    );
    expect(of.reduce((sum, { rows: count = 0 }) => sum + count, 0)).toBe(wanted.length);
  }
});

test('the version says by what it is scaled, and the same history gives the same bytes', async () => {
  const [one, other, late] = [await open(), await open(), await open()];
  const [first, second] = [days('2024-01-01', 60), days('2024-03-01', 30, 5)];
  const grown = await one.add(first, spec('pinned')).then(() => one.add(second));
  const same = await other.add(first, spec('pinned')).then(() => other.add(second));
  expect(same.version).toBe(grown.version);
  expect(await read(other.backend, same)).toMatchObject({
    manifest: (await read(one.backend, grown)).manifest,
  });
  // Another was there first: the same readings, scaled otherwise.
  const turned = await late.add(second, spec('pinned')).then(() => late.add(first));
  expect(turned.version).not.toBe(grown.version);
  const features = async ({ backend }: typeof one, receipt: Receipt) =>
    (await read(backend, receipt)).manifest.files.filter(({ path }) => path.startsWith('features/'));
  expect((await features(late, turned)).map(({ sha256 }) => sha256)).toEqual(
    (await features(one, grown)).map(({ sha256 }) => sha256),
  );
  // The readings of the first version again: that version.
  const back = await one.add('time,meter,load\n2024-03-01T00:00:00Z,a,5\n');
  expect(back.version).toBe(grown.version);
});

test('other columns are fitted anew, other limits are not', async () => {
  const { backend, add } = await open();
  const one = await read(backend, await add(days('2024-01-01', 60), spec('pinned')));
  const two = await read(
    backend,
    await add(days('2024-03-01', 5, 9), spec('pinned', 'limits: { maxRows: 1000000 }')),
  );
  expect(two.preprocessor.fit).toEqual(one.preprocessor.fit);
  const three = await read(
    backend,
    await add(days('2024-03-06', 5, 9), spec('pinned').replace('[1d]', '[1d, 2d]')),
  );
  expect(three.preprocessor.fit?.to).toBe('2024-03-10T18:00:00.000Z');
  expect(three.preprocessor.scaler.features.map(({ name }) => name)).toContain('load_mean_lag2d');
});

test('after a duration of the data both are fitted again', async () => {
  const { backend, add } = await open();
  const fits: unknown[] = [];
  for (const [text, given] of [
    [days('2024-01-01', 60), spec('30d')],
    [days('2024-03-01', 29)],
    [days('2024-03-30', 1)],
    [days('2024-03-31', 1)],
  ] as const)
    fits.push((await read(backend, await add(text, given))).preprocessor.fit?.to);
  expect(fits).toEqual([
    '2024-02-29T18:00:00.000Z',
    '2024-02-29T18:00:00.000Z',
    '2024-03-30T18:00:00.000Z',
    '2024-03-30T18:00:00.000Z',
  ]);
});
