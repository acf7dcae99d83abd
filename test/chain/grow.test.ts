import type { LocalBackend } from '@wattline/bootstrap';
import { ledgerKeys, type Receipt, readObjectCreated, runId, writeObjectCreated } from '@wattline/worker';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeBackend, settled } from '../support/backend.ts';
import { startEngineWorkers } from '../support/engine-workers.ts';
import { uploadText } from '../support/upload.ts';

/** Of uploads that are worked on beside each other; each step by itself is what history-fuzz looks at. */
const HISTORIES = 3;

const hour = (index: number): string => new Date(Date.UTC(2024, 0, 1, index)).toISOString();

interface Row {
  readonly hour: number;
  readonly meter: number;
  readonly load: number | null;
}

const textOf = (rows: readonly Row[]): string =>
  `time,meter,load\n${rows.map((row) => `${hour(row.hour)},m${row.meter},${row.load ?? ''}\n`).join('')}`;

const spec = `time: { column: time, cadence: 1h }
entity: meter
values: { load: {} }
lags: { by: [1h, 24h] }
rolling: { windows: [3h] }
partition: { entityBuckets: 2, period: month }
`;

const Rows = fc.uniqueArray(
  fc.record({
    hour: fc.nat(23),
    meter: fc.nat(1),
    load: fc.option(fc.integer({ min: 0, max: 99 }), { freq: 9 }),
  }),
  { minLength: 12, maxLength: 40, selector: (row) => `${row.hour} ${row.meter}` },
);

/** Files overlap, so that it matters which counts; small numbers are no likelier than others. */
const History = fc.noBias(
  fc.record({
    files: fc.array(Rows, { minLength: 3, maxLength: 5 }),
    /** In which order events arrive, some of them again. */
    arrivals: fc.infiniteStream(fc.nat(1_000)),
    again: fc.infiniteStream(fc.boolean()),
    /** Which of the places where a process may die end an attempt. */
    dies: fc.infiniteStream(fc.integer({ min: 0, max: 9 })),
  }),
);

/** Puts files into a dataset, and takes the messages about them, in the order of the files. */
const put = async (backend: LocalBackend, files: readonly string[]) => {
  const runs: string[] = [];
  for (const [index, text] of files.entries())
    runs.push(await uploadText(backend, `town/${index}.csv`, text, index === 0 ? spec : undefined));
  const messages = new Map<string, string>();
  while (messages.size < files.length) {
    for (const message of await backend.queues.ingest.receive({
      max: 10,
      waitMs: 100,
      visibilityMs: 60_000,
    })) {
      const [created] = readObjectCreated(JSON.parse(message.body)) ?? [];
      const index = created === undefined ? -1 : runs.indexOf(runId(created));
      // Files may be put within one millisecond: their order is that of their names here.
      if (created !== undefined && index >= 0)
        messages.set(
          runs[index] ?? '',
          writeObjectCreated({ ...created, at: new Date(Date.UTC(2024, 5, 1, index)) }),
        );
      await backend.queues.ingest.delete(message);
    }
  }
  return { runs, bodies: runs.map((run) => messages.get(run) ?? '') };
};

const manifestOf = async ({ stores }: LocalBackend) => {
  const latest = await stores.features.get('feature-sets/town/latest.json');
  const { version } = JSON.parse(new TextDecoder().decode(latest?.body)) as { version: string };
  const manifest = await stores.features.get(`feature-sets/town/version=${version}/manifest.json`);
  return new TextDecoder().decode(manifest?.body);
};

/** One after the other. */
const grownInOrder = async (files: readonly string[]): Promise<string> => {
  const backend = await makeBackend();
  const { runs, bodies } = await put(backend, files);
  await startEngineWorkers(backend, { turns: 'by-itself' });
  for (const [index, body] of bodies.entries()) {
    await backend.queues.ingest.send(body);
    expect((await settled(backend, runs[index] ?? '')).status).toBe('sealed');
  }
  return manifestOf(backend);
};

const entryOf = ({ ingested }: Receipt): unknown =>
  (ingested as { dataset?: { entry?: number } }).dataset?.entry;

test('in whatever order uploads arrive, twice or interrupted, a dataset becomes what they are in their order', async () => {
  await fc.assert(
    fc.asyncProperty(History, async ({ files, arrivals, again, dies }) => {
      const texts = files.map(textOf);
      const backend = await makeBackend();
      const { runs, bodies } = await put(backend, texts);
      let deaths = 0;
      await startEngineWorkers(backend, {
        slots: 3,
        maxFailures: 100,
        hitFailpoint: (point) => {
          if (deaths >= 6 || dies.next().value !== 0) return;
          deaths += 1;
          throw new Error(`interrupted at ${point}`);
        },
      });
      const sent = bodies.flatMap((body) => (again.next().value ? [body, body] : [body]));
      const order = new Map(sent.map((_, index) => [index, arrivals.next().value]));
      for (const index of [...sent.keys()].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0)))
        await backend.queues.ingest.send(sent[index] ?? '');
      const receipts = [];
      for (const run of runs) receipts.push(await settled(backend, run));
      for (const { status } of receipts) expect(['sealed', 'superseded']).toContain(status);
      expect(receipts.map(entryOf).sort()).toEqual(runs.map((_, index) => index + 1));
      expect(await manifestOf(backend)).toBe(await grownInOrder(texts));
    }),
    { numRuns: HISTORIES, interruptAfterTimeLimit: 600_000 },
  );
}, 900_000);

test('an attempt after one that was written down and not recorded gives what that one gave', async () => {
  const texts = [0, 1].map((day) =>
    textOf(Array.from({ length: 24 }, (_, index) => ({ hour: day * 24 + index, meter: 1, load: index }))),
  );
  const backend = await makeBackend();
  const { runs, bodies } = await put(backend, texts);
  let interrupted = false;
  await startEngineWorkers(backend, {
    slots: 1,
    hitFailpoint: (point) => {
      if (point !== 'before-write' || interrupted) return;
      interrupted = true;
      throw new Error('interrupted after the entry was written');
    },
    retryMs: 5_000,
  });
  for (const body of bodies) await backend.queues.ingest.send(body);
  const [first, second] = [await settled(backend, runs[0] ?? ''), await settled(backend, runs[1] ?? '')];
  expect([entryOf(first), entryOf(second)]).toEqual([1, 2]);
  expect(first.stages[0]?.attempts).toBe(2);
  const log: string[] = [];
  for await (const { key } of backend.stores.results.list('datasets/town/log/')) log.push(key);
  expect(log).toHaveLength(2);
  // The second has both.
  expect(first).toMatchObject({ status: 'superseded', version: second.version });
  for await (const { key } of backend.stores.results.list(ledgerKeys(runs[0] ?? '').root))
    expect(key).not.toContain('rejected');
});
