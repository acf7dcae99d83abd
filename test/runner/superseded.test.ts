import {
  cancelRun,
  isEnd,
  type Receipt,
  readReceipt,
  replayRun,
  type Stage,
  type StageName,
  stageNames,
  WattlineEvent,
} from '@wattline/worker';
import { expect, test } from 'vitest';
import { makeBackend } from '../support/backend.ts';
import { logStages } from '../support/log-stages.ts';
import { until } from '../support/until.ts';
import { uploadText } from '../support/upload.ts';
import { startWorker } from '../support/worker.ts';

type Backend = Awaited<ReturnType<typeof makeBackend>>;

/** A stage whose task of a file waits until it is let through; others pass. */
const holding = (stage: Stage, names: readonly string[]) => {
  const begun = new Map(names.map((name) => [name, Promise.withResolvers<void>()]));
  const free = new Map(names.map((name) => [name, Promise.withResolvers<void>()]));
  return {
    begun: (name: string) => begun.get(name)?.promise,
    letThrough: (name: string) => free.get(name)?.resolve(),
    stage: {
      ...stage,
      run: async (work: Parameters<Stage['run']>[0]) => {
        const name = work.run.upload.key.split('/').at(-1) ?? '';
        begun.get(name)?.resolve();
        const stopped = new Promise<void>((resolve) => {
          work.signal.addEventListener('abort', () => resolve());
        });
        await (free.has(name) && Promise.race([free.get(name)?.promise, stopped]));
        return stage.run(work);
      },
    },
  };
};

const startChain = async (backend: Backend, changed: Partial<Record<StageName, Stage>> = {}) => {
  for (const name of stageNames)
    await startWorker(backend, changed[name] ?? logStages[name], { slots: 12, maxFailures: 1, retryMs: 1 });
};

const put = (backend: Backend, name: string, text = 'sound'): Promise<string> =>
  uploadText(backend, `town/${name}`, text);

const waitFor = (
  backend: Backend,
  what: string,
  run: string,
  is: (receipt: Receipt) => boolean,
): Promise<Receipt> =>
  until(`${run} is ${what}`, async () => {
    const receipt = await readReceipt(backend.stores, run);
    return receipt !== undefined && is(receipt) && receipt;
  });

const joined = (backend: Backend, run: string): Promise<Receipt> =>
  waitFor(backend, 'joined', run, ({ stages }) => stages[0]?.status === 'done');
const inVersion = (backend: Backend, run: string): Promise<Receipt> =>
  waitFor(
    backend,
    'in a version',
    run,
    ({ status, version }) => status !== 'running' && status !== 'waiting' && version !== undefined,
  );
const ofStatus = (backend: Backend, run: string, wanted: Receipt['status']): Promise<Receipt> =>
  waitFor(backend, wanted, run, ({ status }) => status === wanted);

const versionsOf = async ({ stores }: Backend): Promise<string[]> => {
  const versions: string[] = [];
  for await (const folder of stores.features.folders('feature-sets/town/'))
    versions.push(folder.split('version=')[1]?.slice(0, -1) ?? '');
  return versions.sort();
};

const letters = (count: number, from = 'b'): string[] =>
  Array.from({ length: count }, (_, index) => String.fromCharCode(from.charCodeAt(0) + index));

test('uploads that join while a version is made are in the next, all together', async () => {
  const backend = await makeBackend();
  const publish = holding(logStages.publish, ['a']);
  await startChain(backend, { publish: publish.stage });
  const first = await put(backend, 'a');
  await publish.begun('a');
  const others = await Promise.all(letters(9).map((name) => put(backend, name)));
  for (const run of others) await joined(backend, run);
  publish.letThrough('a');
  const receipts = await Promise.all([first, ...others].map((run) => inVersion(backend, run)));
  expect(await versionsOf(backend)).toEqual(['a', 'a+b+c+d+e+f+g+h+i+j']);
  const sealed = receipts.filter(({ status }) => status === 'sealed');
  expect(sealed).toHaveLength(2);
  const last = sealed.find(({ run }) => run !== first);
  for (const { run, status, version, supersededBy } of receipts) {
    if (run === first || run === last?.run) continue;
    expect({ status, version, by: supersededBy?.run }).toEqual({
      status: 'superseded',
      version: 'a+b+c+d+e+f+g+h+i+j',
      by: last?.run,
    });
  }
});

test('of uploads that are there while a version is made, those that join late are in the one after, all together', async () => {
  const backend = await makeBackend();
  const publish = holding(logStages.publish, ['a']);
  const late = letters(4, 'f');
  const ingest = holding(logStages.ingest, late);
  await startChain(backend, { publish: publish.stage, ingest: ingest.stage });
  await put(backend, 'a');
  await publish.begun('a');
  const soon = await Promise.all(letters(4).map((name) => put(backend, name)));
  for (const run of soon) await joined(backend, run);
  const others = await Promise.all(late.map((name) => put(backend, name)));
  publish.letThrough('a');
  for (const run of soon) await inVersion(backend, run);
  expect(await versionsOf(backend)).toEqual(['a', 'a+b+c+d+e']);
  // Each waits for the others, though nothing is being made.
  for (const [index, name] of late.entries()) {
    ingest.letThrough(name);
    const run = others[index] ?? '';
    await joined(backend, run);
    if (index < late.length - 1)
      expect((await readReceipt(backend.stores, run))?.stages[1]?.attempts).toBe(0);
  }
  for (const run of others) expect((await inVersion(backend, run)).version).toBe('a+b+c+d+e+f+g+h+i');
  expect(await versionsOf(backend)).toEqual(['a', 'a+b+c+d+e', 'a+b+c+d+e+f+g+h+i']);
});

test.for<[string, string, Receipt['status']]>([
  ['is rejected', 'rejected by publish', 'rejected'],
  ['is rejected where versions begin', 'rejected by transform', 'rejected'],
  ['fails', 'failing in aggregate', 'failed'],
])('where the one that superseded others %s, they go on', async ([, text, status]) => {
  const backend = await makeBackend();
  const publish = holding(logStages.publish, ['a']);
  await startChain(backend, { publish: publish.stage });
  await put(backend, 'a');
  await publish.begun('a');
  const others = [await put(backend, 'b'), await put(backend, 'c')];
  for (const run of others) await joined(backend, run);
  const bad = await put(backend, 'd', text);
  await joined(backend, bad);
  for (const run of others) await ofStatus(backend, run, 'superseded');
  publish.letThrough('a');
  expect((await ofStatus(backend, bad, status)).version).toBeUndefined();
  const [b, c] = await Promise.all(others.map((run) => inVersion(backend, run)));
  expect(b).toMatchObject({
    status: 'superseded',
    version: 'a+b+c',
    supersededBy: { run: c?.run, entry: 3 },
  });
  expect(c).toMatchObject({ status: 'sealed', version: 'a+b+c' });
  expect(await versionsOf(backend)).toEqual(['a', 'a+b+c']);
});

test('where the one that superseded others is cancelled while it waits, they go on without it', async () => {
  const backend = await makeBackend();
  const publish = holding(logStages.publish, ['a']);
  await startChain(backend, { publish: publish.stage });
  await put(backend, 'a');
  await publish.begun('a');
  const b = await put(backend, 'b');
  await joined(backend, b);
  const c = await put(backend, 'c');
  await ofStatus(backend, b, 'superseded');
  await cancelRun(backend, c);
  await ofStatus(backend, b, 'running');
  publish.letThrough('a');
  expect(await inVersion(backend, b)).toMatchObject({ status: 'sealed', version: 'a+b' });
  expect((await readReceipt(backend.stores, c))?.status).toBe('cancelled');
});

test('a run that is superseded ends so, once, for those who watch; cancelling it is too late', async () => {
  const backend = await makeBackend();
  const publish = holding(logStages.publish, ['a']);
  await startChain(backend, { publish: publish.stage });
  await put(backend, 'a');
  await publish.begun('a');
  const b = await put(backend, 'b');
  await joined(backend, b);
  const c = await put(backend, 'c');
  await ofStatus(backend, b, 'superseded');
  await expect(cancelRun(backend, b)).rejects.toMatchObject({ code: 'RUN_ENDED' });
  publish.letThrough('a');
  await inVersion(backend, c);
  const ends: WattlineEvent[] = [];
  await until('the end of c is published', async () => {
    const messages = await backend.queues.events.receive({ max: 10, waitMs: 100, visibilityMs: 60_000 });
    ends.push(
      ...messages.map(({ body }) => WattlineEvent.parse(JSON.parse(body))).filter(({ type }) => isEnd(type)),
    );
    return ends.some(({ subject }) => subject === c);
  });
  expect(ends.filter(({ subject }) => subject === b)).toMatchObject([
    { type: 'wattline.run.superseded', data: { by: c, run: b, stage: 'transform' } },
  ]);
});

test('a replay makes its version, whatever came after it', async () => {
  const backend = await makeBackend();
  await startChain(backend);
  const a = await put(backend, 'a');
  await inVersion(backend, a);
  const b = await put(backend, 'b');
  await inVersion(backend, b);
  await replayRun(backend, a, 'transform');
  expect(await ofStatus(backend, a, 'sealed')).toMatchObject({ replay: 1, version: 'a' });
});
