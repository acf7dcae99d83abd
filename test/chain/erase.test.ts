import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { eraseMessages } from '@wattline/backend-local';
import type { LocalBackend } from '@wattline/bootstrap';
import { Manifest } from '@wattline/engine/sealed';
import {
  pinVersion,
  type Receipt,
  readLog,
  replayRun,
  requestDeletion,
  restoreVersion,
} from '@wattline/worker';
import { expect, test } from 'vitest';
import { makeBackend, settled } from '../support/backend.ts';
import { startEngineWorkers } from '../support/engine-workers.ts';
import { beginErasure, csvOf, dayOf, ENTITY, eraseTown, previewTown, TOWN } from '../support/erase-town.ts';
import { makeFolder } from '../support/folder.ts';
import { filesWith } from '../support/trace-search.ts';
import { until } from '../support/until.ts';
import { uploadText } from '../support/upload.ts';

const spec = `time: { column: time, cadence: 1h }
entity: meter
values: { load: {} }
lags: { by: [1h] }
encodings: { count: { columns: [meter] } }
quarantine: { maxFraction: 0.5 }
partition: { entityBuckets: 4, period: month }
keep: all
`;

/** Workers, and what uploads and deletions come to. */
const startTown = async () => {
  const dataDir = await makeFolder();
  const backend = await makeBackend({ dataDir });
  await startEngineWorkers(backend);
  const scratch = join(await makeFolder(), 'scratch');
  await mkdir(scratch, { recursive: true });
  let isFirst = true;
  const upload = async (name: string, body: string | Uint8Array): Promise<Receipt> => {
    const run = await uploadText(backend, `${TOWN}/${name}`, body, isFirst ? spec : undefined);
    isFirst = false;
    return settled(backend, run);
  };
  return { dataDir, backend, scratch, upload };
};

const partitionsOf = async ({ stores }: LocalBackend, version: string): Promise<Map<string, string>> => {
  const found = await stores.features.get(`feature-sets/${TOWN}/version=${version}/manifest.json`);
  const { files } = Manifest.parse(JSON.parse(new TextDecoder().decode(found?.body)));
  const features = files.filter(({ path }) => path.startsWith('features/'));
  return new Map(features.map(({ path, sha256 }) => [path.slice('features/'.length), sha256]));
};

const replayed = async (backend: LocalBackend, run: string, from?: 'aggregate'): Promise<Receipt> => {
  const replay = await replayRun(backend, run, from);
  return until(`replay ${replay} of ${run} is settled`, async () => {
    const receipt = await settled(backend, run);
    return receipt.replay === replay && receipt;
  });
};

test('after an erasure nothing names the series: not in raw files, readings, versions, quarantine, ledgers or the log', async () => {
  const { dataDir, backend, scratch, upload } = await startTown();
  const meters = ['M1', 'M10', ENTITY];
  const first = await upload('1.csv', csvOf(dayOf(0, ['M1', 'M10'])));
  const second = await upload('2.csv', csvOf(dayOf(24, meters)));
  await upload('3.csv.gz', gzipSync(csvOf(dayOf(48, meters))));
  const bad = await upload(
    '4.csv',
    `${csvOf(dayOf(72, meters))}2024-01-09T99:00:00Z,${ENTITY},1\n2024-01-09T98:00:00Z,M1,1\n`,
  );
  await upload('2.csv', csvOf(dayOf(24, meters, 100).slice(0, 9)));
  await upload(`of ${ENTITY}.csv`, csvOf(dayOf(96, [ENTITY])));
  await upload('5.csv', csvOf(dayOf(900, meters)));
  const refused = await upload('6.csv', 'nothing,at,all\n1,ZEPHYR-77,2\n');
  expect(refused.status).toBe('rejected');
  const earlier = await requestDeletion(backend.stores, TOWN, { entity: ENTITY, to: '2024-01-02T06:00' });
  const before = await settled(backend, earlier.run);
  const unknown = await settled(
    backend,
    (await requestDeletion(backend.stores, TOWN, { entity: `no ${ENTITY}` })).run,
  );
  expect(unknown.error).toMatchObject({ code: 'ENTITY_UNKNOWN' });
  await pinVersion(backend.stores, TOWN, second.version ?? '', { name: 'paper' });
  await pinVersion(backend.stores, TOWN, first.version ?? '', { name: 'first' });
  expect((await filesWith(dataDir, ENTITY)).length).toBeGreaterThan(50);

  const preview = await previewTown(backend, scratch);
  expect(preview.versions.map(({ version }) => version)).not.toContain(first.version);
  expect(preview.versions).toContainEqual(
    expect.objectContaining({ version: second.version, pinned: true, name: 'paper' }),
  );
  expect(preview.uploads.map(({ key, outcome }) => `${key.split('/').at(-1)} ${outcome}`).sort()).toEqual([
    '2.csv rewritten',
    '2.csv rewritten',
    '3.csv.gz rewritten',
    '4.csv rewritten',
    '5.csv rewritten',
    '6.csv gone',
    `of ${ENTITY}.csv gone`,
  ]);
  const was = await partitionsOf(backend, before.version ?? '');
  const begun = await beginErasure(backend);
  expect(begun.status).toBe('sealed');
  const [erased] = await eraseTown(backend, scratch);
  expect(erased).toMatchObject({ run: begun.run, traces: [] });
  expect(erased?.left).toBeUndefined();
  // Nobody took the events: those of a rejected run name it.
  eraseMessages(join(dataDir, 'queues.db'), (text) => text.includes(ENTITY), { from: ['events'] });

  expect(await filesWith(dataDir, ENTITY)).toEqual([]);
  const now = await partitionsOf(backend, begun.version ?? '');
  const others = [...was].filter(([path]) => now.has(path));
  const changed = others.filter(([path, hash]) => now.get(path) !== hash).map(([path]) => path.split('/')[0]);
  expect(new Set(changed).size).toBeLessThanOrEqual(1);
  expect(others.length - changed.length).toBeGreaterThan(0);
  const log = await readLog(backend.stores.results, TOWN);
  expect(
    log.filter(({ type }) => type === 'deletion').map((entry) => 'deletes' in entry && entry.deletes),
  ).toEqual([{ to: '2024-01-02T06:00:00.000Z', erased: true }, { erased: true }]);
  const quarantine = await backend.stores.results.get(`quarantine/${bad.run}/quarantine.csv`);
  expect(new TextDecoder().decode(quarantine?.body)).toContain('2024-01-09T98');
  expect(new TextDecoder().decode(quarantine?.body)).not.toContain('T99');
  expect(await eraseTown(backend, scratch)).toEqual([]);

  // Life goes on: versions without it can be restored, the next upload joins, old runs are read again.
  await expect(restoreVersion(backend, TOWN, second.version ?? '')).rejects.toMatchObject({
    code: 'VERSION_UNKNOWN',
  });
  const next = await upload('7.csv', csvOf(dayOf(940, ['M1'])));
  expect([next.status, next.ingested]).toMatchObject(['sealed', { dataset: { uploads: 7 } }]);
  const again = await replayed(backend, second.run);
  expect([again.status, again.version]).toEqual(['sealed', next.version]);
  const late = await replayed(backend, bad.run, 'aggregate');
  expect(late).toMatchObject({ status: 'failed', error: { code: 'INPUT_MISSING' } });
  await backend.stores.staging.put(`staging-directory/${TOWN}/wattline.yaml`, `${spec}missing: ['-1']\n`);
  const otherwise = await upload('8.csv', csvOf(dayOf(970, ['M1'])));
  expect(otherwise.error).toBeUndefined();
  expect(otherwise).toMatchObject({ status: 'sealed', ingested: { dataset: { uploads: 8 } } });
  await restoreVersion(backend, TOWN, first.version ?? '');
  expect(await filesWith(dataDir, ENTITY)).toEqual([]);
});

test('what was deleted before can be erased; what comes later stays', async () => {
  const { dataDir, backend, scratch, upload } = await startTown();
  await upload('1.csv', csvOf(dayOf(0, ['M1', ENTITY])));
  const plain = await settled(backend, (await requestDeletion(backend.stores, TOWN, { entity: ENTITY })).run);
  const begun = await beginErasure(backend);
  expect([begun.status, begun.version]).toEqual(['sealed', plain.version]);
  const later = await upload('2.csv', csvOf(dayOf(24, ['M1', ENTITY])));
  await eraseTown(backend, scratch);
  const left = await filesWith(dataDir, ENTITY);
  expect(left.some((path) => path.includes(plain.version ?? ''))).toBe(false);
  expect(left.some((path) => path.includes(later.version ?? ''))).toBe(true);
  expect(left.some((path) => path.endsWith('1.csv') || path.includes('uploads/'))).toBe(false);
});

test('files that cannot be written without it stop it, unless they may go', async () => {
  const { dataDir, backend, scratch, upload } = await startTown();
  await upload('1.csv', csvOf(dayOf(0, ['M1', 'M2'])));
  await upload('2.csv', `exported for ${ENTITY}\n${csvOf(dayOf(24, ['M1', ENTITY]))}`);
  await expect(previewTown(backend, scratch)).rejects.toMatchObject({
    code: 'FILE_NOT_REWRITABLE',
    message: expect.stringContaining('line 1'),
    remedy: expect.stringContaining('--drop-files'),
  });
  const { uploads } = await previewTown(backend, scratch, true);
  expect(uploads).toMatchObject([{ outcome: 'gone', why: expect.stringContaining('line 1') }]);
  await beginErasure(backend, true);
  expect(await eraseTown(backend, scratch)).toMatchObject([{ traces: [] }]);
  expect(await filesWith(dataDir, ENTITY)).toEqual([]);
  const next = await upload('3.csv', csvOf(dayOf(48, ['M1', 'M2'])));
  expect([next.status, next.published?.rows]).toEqual(['sealed', 2 * 72]);
});

test('a run in flight holds an erasure up, and a version cannot be restored meanwhile', async () => {
  const { backend, scratch, upload } = await startTown();
  const first = await upload('1.csv', csvOf(dayOf(0, ['M1', 'M2'])));
  await upload('2.csv', csvOf(dayOf(24, ['M1', ENTITY])));
  await beginErasure(backend);
  await expect(restoreVersion(backend, TOWN, first.version ?? '')).rejects.toMatchObject({
    code: 'ERASURE_PENDING',
  });
  const other = await makeBackend({ dataDir: await makeFolder() });
  const asked = await requestDeletion(other.stores, TOWN, { entity: 'M1' });
  await expect(previewTown(other, scratch)).rejects.toMatchObject({ code: 'DATASET_EMPTY' });
  expect(asked.dataset).toBe(TOWN);
  expect(await eraseTown(backend, scratch)).toMatchObject([{ entity: ENTITY }]);
});

test('an erasure goes through a log that has a checkpoint, and the next checkpoint has nothing of it', async () => {
  const { dataDir, backend, scratch, upload } = await startTown();
  const checkpoint = `datasets/${TOWN}/checkpoint.json`;
  const hours = async (from: number, count: number): Promise<void> => {
    for (let hour = from; hour < from + count; hour += 1)
      expect((await upload(`${hour}.csv`, csvOf([[hour, 'M1', hour]]))).status).toBe('sealed');
  };
  await upload('first.csv', csvOf(dayOf(-48, ['M1', 'M10'])));
  await upload(`of ${ENTITY}.csv`, csvOf(dayOf(-24, ['M1', ENTITY])));
  await hours(0, 16);
  const before = await backend.stores.results.get(checkpoint);
  expect(new TextDecoder().decode(before?.body)).toContain(ENTITY);
  const begun = await beginErasure(backend);
  const [erased] = await eraseTown(backend, scratch);
  expect(erased).toMatchObject({ run: begun.run, traces: [] });
  expect(await backend.stores.results.head(checkpoint)).toBeUndefined();
  eraseMessages(join(dataDir, 'queues.db'), (text) => text.includes(ENTITY), { from: ['events'] });
  expect(await filesWith(dataDir, ENTITY)).toEqual([]);
  await hours(16, 16);
  expect(await backend.stores.results.head(checkpoint)).toBeDefined();
  expect(await filesWith(dataDir, ENTITY)).toEqual([]);
  const log = await readLog(backend.stores.results, TOWN);
  expect(log.filter(({ type }) => type === 'upload')).toHaveLength(2 + 16 + 16);
});
