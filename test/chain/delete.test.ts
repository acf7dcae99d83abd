import type { LocalBackend } from '@wattline/bootstrap';
import {
  ledgerKeys,
  type Receipt,
  readObjectCreated,
  replayRun,
  requestDeletion,
  runId,
  writeObjectCreated,
} from '@wattline/worker';
import { expect, test } from 'vitest';
import { makeBackend, settled } from '../support/backend.ts';
import { startEngineWorkers } from '../support/engine-workers.ts';
import { until } from '../support/until.ts';
import { uploadText } from '../support/upload.ts';

const spec = `time: { column: time, cadence: 1h, zone: Europe/Berlin }
entity: meter
values: { load: {} }
lags: { by: [1h] }
partition: { entityBuckets: 2, period: month }
`;

type Rows = readonly (readonly [hour: number, meter: string, load: number])[];

const textOf = (rows: Rows): string =>
  `time,meter,load\n${rows.map(([hour, meter, load]) => `${new Date(Date.UTC(2024, 0, 1, hour)).toISOString()},${meter},${load}\n`).join('')}`;

const day = (first: number, meters: readonly string[], load = 0): Rows =>
  Array.from({ length: 24 }, (_, index) => first + index).flatMap((hour) =>
    meters.map((meter, at) => [hour, meter, load + hour + at] as const),
  );

type Deletes = Parameters<typeof requestDeletion>[2];

/** What is deleted may be named by the runs of the steps before. */
type Step =
  | { readonly rows: Rows; readonly name?: string }
  | { readonly deletes: Deletes | ((runs: readonly string[]) => Deletes) };

/** Puts uploads and deletions, and takes the messages about them, in their order: so far apart that each has its time. */
const put = async (backend: LocalBackend, steps: readonly Step[], by = spec) => {
  const runs: string[] = [];
  for (const [index, step] of steps.entries()) {
    if ('rows' in step) {
      const { rows, name = `${index}.csv` } = step;
      runs.push(await uploadText(backend, `town/${name}`, textOf(rows), index === 0 ? by : undefined));
      continue;
    }
    const deletes = typeof step.deletes === 'function' ? step.deletes(runs) : step.deletes;
    runs.push((await requestDeletion(backend.stores, 'town', deletes, 'Ada')).run);
  }
  const bodies = new Map<string, string>();
  while (bodies.size < steps.length)
    for (const message of await backend.queues.ingest.receive({
      max: 10,
      waitMs: 100,
      visibilityMs: 60_000,
    })) {
      const [created] = readObjectCreated(JSON.parse(message.body)) ?? [];
      const index = created === undefined ? -1 : runs.indexOf(runId(created));
      if (created !== undefined && index >= 0)
        bodies.set(
          runs[index] ?? '',
          writeObjectCreated({ ...created, at: new Date(Date.now() + index * 1_000) }),
        );
      await backend.queues.ingest.delete(message);
    }
  const receipts: Receipt[] = [];
  return {
    runs,
    receipts,
    /** Lets a step happen. */
    happen: async (index: number): Promise<Receipt> => {
      await backend.queues.ingest.send(bodies.get(runs[index] ?? '') ?? '');
      return settled(backend, runs[index] ?? '');
    },
  };
};

const read = async ({ stores }: LocalBackend, key: string): Promise<unknown> => {
  const found = await stores.features.get(key);
  return found && JSON.parse(new TextDecoder().decode(found.body));
};

const manifestOf = async (backend: LocalBackend): Promise<unknown> => {
  const { version } = (await read(backend, 'feature-sets/town/latest.json')) as { version: string };
  return read(backend, `feature-sets/town/version=${version}/manifest.json`);
};

const madeOf = async (steps: readonly Step[], order = [...steps.keys()], by = spec) => {
  const backend = await makeBackend();
  const { happen, runs } = await put(backend, steps, by);
  await startEngineWorkers(backend);
  const receipts: Receipt[] = [];
  for (const index of order) receipts.push(await happen(index));
  return { backend, receipts, runs, happen, manifest: await manifestOf(backend) };
};

const replayed = async (backend: LocalBackend, run: string): Promise<Receipt> => {
  const replay = await replayRun(backend, run);
  return until(`${run} is replayed`, async () => {
    const receipt = await settled(backend, run);
    return receipt.replay === replay && receipt;
  });
};

const deletionOf = ({ ingested }: Receipt): unknown => (ingested as { deletion?: unknown }).deletion;

const monday = { rows: day(0, ['A', 'B']) };
const tuesday = { rows: day(24, ['A', 'B']) };

test('a deletion makes the version that is made without what it names', async () => {
  const grown = await madeOf([
    monday,
    tuesday,
    { deletes: { entity: 'B', from: '2024-01-01T12:00', to: '2024-01-02 13:00Z' } },
  ]);
  const [, , receipt] = grown.receipts;
  expect(receipt?.status).toBe('sealed');
  // From noon in Berlin, which is 11:00 UTC.
  expect(receipt && deletionOf(receipt)).toEqual({
    entity: 'B',
    from: '2024-01-01T11:00:00.000Z',
    to: '2024-01-02T13:00:00.000Z',
    rows: 26,
  });
  expect(receipt?.ingested).toMatchObject({ dataset: { entry: 3, uploads: 2, changed: true } });
  const isLeft = ([hour, meter]: Rows[number]): boolean => meter === 'A' || hour < 11 || hour >= 37;
  const plain = await madeOf([{ rows: monday.rows.filter(isLeft) }, { rows: tuesday.rows.filter(isLeft) }]);
  expect(grown.manifest).toEqual(plain.manifest);
});

test('a deletion counts against earlier uploads alone, in whatever order events arrive', async () => {
  const steps = [monday, { deletes: { entity: 'B' } }, tuesday, { rows: day(0, ['B'], 100).slice(0, 4) }];
  const inOrder = await madeOf(steps);
  expect(JSON.stringify(inOrder.manifest)).toContain('bucket');
  for (const order of [[2, 3, 1, 0], [3, 1, 2, 0], [1, 0, 2, 3].toReversed()]) {
    const { manifest, receipts } = await madeOf(steps, order);
    expect(receipts.map(({ status }) => status)).toEqual(['sealed', 'sealed', 'sealed', 'sealed']);
    expect(manifest).toEqual(inOrder.manifest);
  }
});

test('a deletion takes out what was there by its time, though a later file that took its place joined first', async () => {
  const replace = `${spec}sameKey: replace\n`;
  const steps: Step[] = [
    { ...monday, name: '1.csv' },
    { deletes: { entity: 'B' } },
    { rows: day(0, ['A'], 100), name: '1.csv' },
    { rows: day(24, ['A']) },
    { deletes: (runs) => ({ upload: runs[2] ?? '' }) },
  ];
  // The first file counts again, without what was deleted of it.
  const plain = await madeOf([{ rows: day(0, ['A']) }, { rows: day(24, ['A']) }], [0, 1], replace);
  for (const order of [
    [0, 1, 2, 3, 4],
    [2, 3, 0, 1, 4],
  ]) {
    const { manifest, receipts } = await madeOf(steps, order, replace);
    expect(receipts.map(({ status }) => status)).toEqual(order.map(() => 'sealed'));
    const deleted = receipts[order.indexOf(1)];
    expect(deleted && deletionOf(deleted)).toEqual({ entity: 'B', rows: 24 });
    expect(manifest).toEqual(plain.manifest);
  }
});

test('a deletion counts in readings as they were read last, for whichever upload that was', async () => {
  const backend = await makeBackend();
  const { happen, runs } = await put(backend, [
    monday,
    { deletes: { to: '2024-01-01T12:00Z' } },
    { deletes: { to: '2024-01-01T18:00Z' } },
    tuesday,
  ]);
  await startEngineWorkers(backend);
  await happen(0);
  expect(deletionOf(await happen(1))).toMatchObject({ rows: 24 });
  const limits = `${spec.replace('load: {}', 'load: { min: 16 }')}quarantine: { maxFraction: 1 }\n`;
  await backend.stores.staging.put('staging-directory/town/wattline.yaml', limits);
  const grown = await happen(3);
  expect([grown.status, grown.error]).toEqual(['sealed', undefined]);
  // From 16:00 on of A, from 15:00 on of B.
  expect(deletionOf(await happen(2))).toMatchObject({ rows: 5 });
  const again = await replayed(backend, runs[1] ?? '');
  expect(again.error).toMatchObject({
    code: 'SPAN_EMPTY',
    remedy: expect.stringContaining('2024-01-01T15:00:00.000Z'),
  });
});

test('a deletion is replayed after the entity became another column', async () => {
  const backend = await makeBackend();
  const text = (rows: Rows): string =>
    textOf(rows)
      .replace('meter,', 'meter,place,')
      .replaceAll(/,([AB]),/g, ',$1,at $1,');
  await startEngineWorkers(backend);
  await settled(backend, await uploadText(backend, 'town/1.csv', text(monday.rows), spec));
  const { run } = await requestDeletion(backend.stores, 'town', { to: '2024-01-01T12:00Z' });
  await settled(backend, run);
  const other = spec.replace('entity: meter', 'entity: place');
  const grown = await settled(backend, await uploadText(backend, 'town/2.csv', text(tuesday.rows), other));
  expect([grown.status, grown.error]).toEqual(['sealed', undefined]);
  const again = await replayed(backend, run);
  expect(again.error).toBeUndefined();
  expect([again.version, deletionOf(again)]).toEqual([
    grown.version,
    { to: '2024-01-01T12:00:00.000Z', rows: 24 },
  ]);
});

test('an upload is deleted by its run, and comes back by the deletion of its deletion', async () => {
  const backend = await makeBackend();
  await startEngineWorkers(backend);
  const first = await uploadText(backend, 'town/1.csv', textOf(monday.rows), spec);
  const alone = await settled(backend, first);
  const second = await uploadText(backend, 'town/2.csv', textOf(tuesday.rows));
  const both = await settled(backend, second);
  const remove = async (upload: string): Promise<Receipt> =>
    settled(backend, (await requestDeletion(backend.stores, 'town', { upload })).run);
  const gone = await remove(second);
  expect([gone.version, deletionOf(gone)]).toEqual([alone.version, { upload: second, rows: 48 }]);
  const again = await remove(second);
  expect(again.error).toMatchObject({ code: 'UPLOAD_UNKNOWN', remedy: expect.stringContaining(first) });
  const back = await remove(gone.run);
  expect([back.status, back.version]).toEqual(['sealed', both.version]);
});

test('what a dataset does not have is refused, with what there is', async () => {
  const backend = await makeBackend();
  await startEngineWorkers(backend);
  const remove = async (
    deletes: Parameters<typeof requestDeletion>[2],
    dataset = 'town',
  ): Promise<unknown> => {
    const { run } = await requestDeletion(backend.stores, dataset, deletes);
    const { status, error } = await settled(backend, run);
    expect(status).toBe('rejected');
    return error;
  };
  expect(await remove({ entity: 'A' })).toMatchObject({ code: 'DATASET_EMPTY' });
  await settled(backend, await uploadText(backend, 'town/1.csv', textOf(day(0, ['A1', 'B1'])), spec));
  expect(await remove({ entity: 'B' })).toMatchObject({
    code: 'ENTITY_UNKNOWN',
    remedy: expect.stringContaining('"B1"'),
  });
  expect(await remove({ from: '2025-01-01' })).toMatchObject({
    code: 'SPAN_EMPTY',
    remedy: expect.stringContaining('2024-01-01T23:00:00.000Z'),
  });
  expect(await remove({ to: '2025-01-01' })).toMatchObject({ code: 'NOTHING_LEFT' });
  expect(await remove({ from: 'yesterday' })).toMatchObject({ code: 'TIME_INVALID' });
  const log: string[] = [];
  for await (const { key } of backend.stores.results.list('datasets/town/log/')) log.push(key);
  expect(log).toHaveLength(1);
});

test('an attempt after one that was written down gives what that one gave, and adds nothing', async () => {
  const backend = await makeBackend();
  const { happen } = await put(backend, [monday, tuesday, { deletes: { entity: 'B' } }]);
  let interrupted = 0;
  let isOn = false;
  await startEngineWorkers(backend, {
    slots: 1,
    hitFailpoint: () => {
      if (!isOn || interrupted === 3) return;
      interrupted += 1;
      throw new Error('interrupted');
    },
    maxFailures: 10,
  });
  await happen(0);
  await happen(1);
  isOn = true;
  const receipt = await happen(2);
  expect([receipt.status, interrupted]).toEqual(['sealed', 3]);
  expect(deletionOf(receipt)).toEqual({ entity: 'B', rows: 48 });
  const log: string[] = [];
  for await (const { key } of backend.stores.results.list('datasets/town/log/')) log.push(key);
  expect(log).toHaveLength(3);
  for await (const { key } of backend.stores.results.list(ledgerKeys(receipt.run).root))
    expect(key).not.toContain('rejected');
});
