import type { ObjectStore } from '@wattline/backend-contract';
import fc from 'fast-check';
import { parquetReadObjects } from 'hyparquet';
import { expect, test } from 'vitest';
import { createMemoryStore } from '../retention/testing/memory-store.ts';
import { commitVersion } from './commit-version.ts';
import { type DeltaVersion, tableActions } from './delta-actions.ts';
import { CHECKPOINT_EVERY } from './write-checkpoint.ts';

const D = 'town';
const column = (name: string) => ({ name, dtype: 'Float64', from: 'test' });

/** Version `number` has a file of its own, and shares others; every third has a further column. */
const setOf = (number: number): DeltaVersion => ({
  dataset: D,
  version: `v${number}`,
  columns: [column('load'), ...(number % 3 === 0 ? [column('wind')] : [])],
  files: [`own${number}`, `even${number % 2}`, 'all'].map((name, bucket) => ({
    path: `features/entity_bucket=0${bucket}/period=2024/part-0.parquet`,
    object: `feature-sets/${D}/files/${name}.parquet`,
    bytes: 1,
    rows: 1,
  })),
});
const pathsOf = (number: number): string[] =>
  setOf(number)
    .files.map(({ object = '' }) => object.slice(`feature-sets/${D}/`.length))
    .toSorted();

const seal = (store: ObjectStore, number: number) =>
  store.put(`feature-sets/${D}/version=v${number}/manifest.json`, JSON.stringify(setOf(number)));

interface Line {
  commitInfo?: { wattline: { version: string; order: string; after?: unknown } };
  protocol?: unknown;
  metaData?: { schemaString: string };
  add?: { path: string };
  remove?: { path: string };
}

/** What a reader sees at each commit, by the rules of the protocol. */
const replay = (objects: ReadonlyMap<string, { readonly body: string }>) => {
  const files = new Set<string>();
  let schema = '';
  const commits: { version: string; order: string; isWhole: boolean; files: string[]; columns: number }[] =
    [];
  const keys = [...objects.keys()].filter((key) => /_delta_log\/\d+\.json$/.test(key)).sort();
  for (const [number, key] of keys.entries()) {
    expect(key).toBe(`feature-sets/${D}/_delta_log/${String(number).padStart(20, '0')}.json`);
    const lines = (objects.get(key)?.body ?? '')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
    for (const { metaData, remove, add } of lines) {
      if (metaData !== undefined) schema = metaData.schemaString;
      if (remove !== undefined) expect(files.delete(remove.path)).toBe(true);
      if (add !== undefined) {
        expect(files.has(add.path)).toBe(false);
        files.add(add.path);
      }
    }
    const named = lines[0]?.commitInfo?.wattline;
    if (number === 0) expect(lines.filter(({ protocol, metaData }) => protocol ?? metaData)).toHaveLength(2);
    commits.push({
      version: named?.version ?? '',
      order: named?.order ?? '',
      isWhole: named?.after === undefined,
      files: [...files].sort(),
      columns: JSON.parse(schema).fields.length,
    });
  }
  return commits;
};

const expectValid = (objects: ReadonlyMap<string, { readonly body: string }>) => {
  const commits = replay(objects);
  for (const { version, files, columns } of commits) {
    const number = Number(version.slice(1));
    expect(files).toEqual(pathsOf(number));
    expect(columns).toBe(setOf(number).columns.length + 2);
  }
  return commits;
};

const order = (entry: number): string => `entry ${String(entry).padStart(9, '0')}`;
const plain = async (): Promise<void> => undefined;

test('each version is a commit, and twice is once', async () => {
  const memory = createMemoryStore(() => 0);
  const store = memory.as(plain);
  for (const number of [1, 2, 2, 3, 3]) {
    await seal(store, number);
    await commitVersion(store, setOf(number), { version: `v${number}`, order: order(number) });
  }
  // Restored: version 1 again, by a later entry.
  await commitVersion(store, setOf(1), { version: 'v1', order: order(4) });
  expect(expectValid(memory.objects).map(({ version }) => version)).toEqual(['v1', 'v2', 'v3', 'v1']);
});

test('a version that comes late is a commit, and the table is the newest again', async () => {
  const memory = createMemoryStore(() => 0);
  const store = memory.as(plain);
  for (const number of [1, 2, 3]) await seal(store, number);
  await commitVersion(store, setOf(1), { version: 'v1', order: order(1) });
  await commitVersion(store, setOf(3), { version: 'v3', order: order(3) });
  await commitVersion(store, setOf(2), { version: 'v2', order: order(2) });
  expect(expectValid(memory.objects).map(({ version }) => version)).toEqual(['v1', 'v3', 'v2', 'v3']);
});

test('a table whose last version has gone, or was sealed again elsewhere, goes on from its commits', async () => {
  const memory = createMemoryStore(() => 0);
  const store = memory.as(plain);
  for (const number of [1, 2, 3]) await seal(store, number);
  await commitVersion(store, setOf(1), { version: 'v1', order: order(1) });
  memory.objects.delete(`feature-sets/${D}/version=v1/manifest.json`);
  await commitVersion(store, setOf(2), { version: 'v2', order: order(2) });
  await store.put(`feature-sets/${D}/version=v2/manifest.json`, JSON.stringify({ ...setOf(2), files: [] }));
  await commitVersion(store, setOf(3), { version: 'v3', order: order(3) });
  expect(expectValid(memory.objects)).toHaveLength(3);
});

class Killed extends Error {}

test('whatever the order, at the same time, and killed anywhere: a valid table that is the newest in the end', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.record({ number: fc.integer({ min: 1, max: 6 }), dieAfter: fc.option(fc.nat(8)) }), {
        minLength: 1,
        maxLength: 6,
      }),
      async (scheduler, runs) => {
        const memory = createMemoryStore(() => 0);
        const commit = async (index: number, number: number, dieAfter: number | null): Promise<void> => {
          let requests = 0;
          const store = memory.as(async () => {
            if (dieAfter !== null && requests >= dieAfter) throw new Killed();
            requests += 1;
            await scheduler.schedule(Promise.resolve());
          });
          await seal(store, number);
          await commitVersion(store, setOf(number), { version: `v${number}`, order: order(index) });
        };
        const first = runs.map(({ number, dieAfter }, index) =>
          commit(index, number, dieAfter).catch((error: unknown) => {
            if (!(error instanceof Killed)) throw error;
          }),
        );
        await scheduler.waitFor(Promise.all(first));
        expectValid(memory.objects);
        // Each attempt that died comes again.
        await scheduler.waitFor(Promise.all(runs.map(({ number }, index) => commit(index, number, null))));
        const commits = expectValid(memory.objects);
        expect(new Set(commits.map(({ version }) => version))).toEqual(
          new Set(runs.map(({ number }) => `v${number}`)),
        );
        expect(commits.at(-1)?.version).toBe(`v${runs.at(-1)?.number}`);
      },
    ),
    { numRuns: 300 },
  );
});

/** Bytes, as the store of these tests writes them down. */
const bytesOf = (body = ''): ArrayBuffer => Uint8Array.from(body.split(',').map(Number)).buffer;

test('every hundredth commit is a checkpoint too: the table as it is then, whole', async () => {
  const memory = createMemoryStore(() => 0);
  const store = memory.as(plain);
  for (let number = 0; number <= CHECKPOINT_EVERY + 1; number += 1) {
    await seal(store, number);
    await commitVersion(store, setOf(number), { version: `v${number}`, order: order(number + 1) });
  }
  expectValid(memory.objects);
  const root = `feature-sets/${D}/_delta_log/`;
  const others = [...memory.objects.keys()].filter((key) => key.startsWith(root) && !key.endsWith('.json'));
  const checkpoint = `${root}${String(CHECKPOINT_EVERY).padStart(20, '0')}.checkpoint.parquet`;
  expect(others.sort()).toEqual([checkpoint, `${root}_last_checkpoint`]);
  const rows = await parquetReadObjects({ file: bytesOf(memory.objects.get(checkpoint)?.body) });
  const adds = rows.flatMap(({ add }) => (add ? [add as Record<string, unknown>] : []));
  expect(adds.map(({ path }) => path).sort()).toEqual(pathsOf(CHECKPOINT_EVERY));
  expect(adds[0]).toMatchObject({
    partitionValues: { entity_bucket: '0', period: '2024' },
    size: 1n,
    dataChange: true,
    stats: '{"numRecords":1}',
  });
  const [protocol, table] = tableActions(setOf(CHECKPOINT_EVERY));
  expect(rows.find((row) => row.protocol)).toMatchObject(protocol ?? {});
  const { format: _, ...metaData } = (table?.metaData ?? {}) as Record<string, unknown>;
  expect(rows.find((row) => row.metaData)).toMatchObject({ metaData: { ...metaData, configuration: {} } });
  expect(JSON.parse(memory.objects.get(`${root}_last_checkpoint`)?.body ?? '')).toEqual({
    version: CHECKPOINT_EVERY,
    size: 5,
    numOfAddFiles: 3,
  });
});
