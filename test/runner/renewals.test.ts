import { readStatusConfig, startStatus } from '@wattline/status';
import {
  latestVersion,
  openLog,
  type Receipt,
  readReceipt,
  renewDataset,
  restoreVersion,
  type Stage,
  type StageName,
  stageEvent,
  stageNames,
} from '@wattline/worker';
import { expect, onTestFinished, test } from 'vitest';
import { makeBackend, settled } from '../support/backend.ts';
import { emptied } from '../support/ended.ts';
import { joiningStages } from '../support/joining-stages.ts';
import { until } from '../support/until.ts';
import { uploadText } from '../support/upload.ts';
import { startWorker } from '../support/worker.ts';

type Backend = Awaited<ReturnType<typeof makeBackend>>;

const startService = async ({ dataDir }: Backend): Promise<void> => {
  const environment = { WATTLINE_DATA_DIR: dataDir, WATTLINE_HTTP_PORT: '0', WATTLINE_LOG_LEVEL: 'silent' };
  const { stop } = await startStatus({
    config: readStatusConfig(environment),
    environment,
    fleet: { kind: 'unknown', tasks: async () => [] },
  });
  onTestFinished(stop);
};

/** The chain; the stages whose runs hold wait until they are let through. */
const startChain = async (backend: Backend, changed: Partial<Record<StageName, Stage>> = {}) => {
  const stages = joiningStages(backend);
  for (const name of stageNames)
    await startWorker(backend, changed[name] ?? stages[name], { slots: 8, maxFailures: 1, retryMs: 1 });
};

const seal = async (backend: Backend, name: string, text = 'sound'): Promise<Receipt> =>
  settled(backend, await uploadText(backend, name, text));

const isLatest = (backend: Backend, dataset: string, version: string): Promise<boolean> =>
  until(
    `${version} is the latest of ${dataset}`,
    async () => (await latestVersion(backend.stores.features, dataset)) === version,
  );

/** The versions that a dataset has had, in their order. */
const versionsOf = async ({ stores }: Backend, dataset: string): Promise<string[]> => {
  const entries = await openLog(stores.results, dataset)();
  return entries.flatMap((entry) => ('version' in entry ? [String(entry.version)] : []));
};

const quiet = ({ queues }: Backend): Promise<boolean> =>
  emptied([false, true].flatMap(() => [queues.events, ...stageNames.map((stage) => queues[stage])]));

test('whichever file comes first, a dataset has the newest version of what it joins, and says why', async () => {
  const backend = await makeBackend();
  await startService(backend);
  await startChain(backend);
  const early = await seal(backend, 'shop/a', 'joins weather');
  expect(early).toMatchObject({ status: 'rejected', error: { code: 'JOIN_NOT_SEALED' } });
  const weather = await seal(backend, 'weather/1');
  await isLatest(backend, 'shop', 'a@1');
  await seal(backend, 'weather/2');
  await isLatest(backend, 'shop', 'a@1+2');
  expect(await readReceipt(backend.stores, early.run)).toMatchObject({
    replay: 2,
    renews: [{ dataset: 'weather', version: '1+2' }],
  });

  // What is delivered once more, and what changes nothing, renews nothing.
  const { run, dataset, replay, version = '' } = weather;
  const about = { run, dataset, replay, part: 0, parts: 1, stage: 'publish' as const, version };
  const again = JSON.stringify(stageEvent('wattline.feature-set.published', about));
  for (let time = 0; time < 3; time += 1) await backend.queues.events.send(again);
  await seal(backend, 'weather/2');
  await quiet(backend);
  expect(await versionsOf(backend, 'shop')).toEqual(['a@1', 'a@1+2']);

  // An older version is the latest again: to those who join it, too.
  await restoreVersion(backend, 'weather', '1');
  await isLatest(backend, 'shop', 'a@1');
  // Who restores the dataset itself has it as it was then.
  await quiet(backend);
  await restoreVersion(backend, 'shop', 'a@1+2');
  expect(await renewDataset(backend, 'shop')).toMatchObject({ type: 'current' });
  await quiet(backend);
  expect(await latestVersion(backend.stores.features, 'shop')).toBe('a@1+2');
  await seal(backend, 'weather/3');
  await isLatest(backend, 'shop', 'a@1+3');
});

test('versions that come while one is made are in the next, together; a dataset that joins that one follows', async () => {
  const backend = await makeBackend();
  const free = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const { publish } = joiningStages(backend);
  await startService(backend);
  await startChain(backend, {
    publish: {
      ...publish,
      run: async (work) => {
        if (work.run.dataset === 'shop') {
          begun.resolve();
          await free.promise;
        }
        return publish.run(work);
      },
    },
  });
  await seal(backend, 'weather/1');
  const town = await seal(backend, 'town/t', 'joins shop');
  expect(town.status).toBe('rejected');
  await uploadText(backend, 'shop/a', 'joins weather');
  await begun.promise;
  for (const name of ['2', '3', '4']) await seal(backend, `weather/${name}`);
  free.resolve();
  await isLatest(backend, 'town', 't@a@1+2+3+4');
  await quiet(backend);
  expect(await versionsOf(backend, 'shop')).toEqual(['a@1', 'a@1+2+3+4']);
});

test('what was sealed while no service watched is made up for when it starts', async () => {
  const backend = await makeBackend();
  await startChain(backend);
  await seal(backend, 'weather/1');
  await seal(backend, 'shop/a', 'joins weather');
  await seal(backend, 'weather/2');
  const refused = await seal(backend, 'late/b', 'joins prices');
  await seal(backend, 'prices/p');
  // Events that nobody can act on any more.
  for (;;) {
    const messages = await backend.queues.events.receive({ max: 10, waitMs: 0, visibilityMs: 1_000 });
    if (messages.length === 0) break;
    for (const message of messages) await backend.queues.events.delete(message);
  }
  await startService(backend);
  await isLatest(backend, 'shop', 'a@1+2');
  await isLatest(backend, 'late', 'b@p');
  expect((await readReceipt(backend.stores, refused.run))?.replay).toBe(1);
});
