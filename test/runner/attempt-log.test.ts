import { ledgerKeys, type Stage } from '@wattline/worker';
import { expect, test } from 'vitest';
import { makeBackend, settled } from '../support/backend.ts';
import { until } from '../support/until.ts';
import { uploadText } from '../support/upload.ts';
import { wordStages } from '../support/word-stages.ts';
import { startWorker } from '../support/worker.ts';

const wordy: Stage = {
  name: 'ingest',
  run: async (work) => {
    for (let line = 0; line < 5_000; line += 1) work.log.info({ line }, 'a line of about a hundred bytes');
    return wordStages.ingest.run(work);
  },
};

test('an attempt’s log is kept beside it, up to some size, and says that there was more', async () => {
  const backend = await makeBackend();
  await startWorker(backend, wordy);
  const run = await uploadText(backend, 'words/a.txt', 'one');
  const root = ledgerKeys(run).stageRoot(0, 'ingest');
  const text = await until('the log is kept', async () => {
    for await (const { key } of backend.stores.results.list(root)) {
      if (!key.endsWith('.log')) continue;
      return new TextDecoder().decode((await backend.stores.results.get(key))?.body);
    }
    return undefined;
  });
  expect(text.length).toBeLessThan(257 * 1024);
  const lines = text.trimEnd().split('\n');
  const parsed = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(parsed[0]).toMatchObject({ msg: 'attempt started', run, stage: 'ingest', part: 0, worker: 'test' });
  expect(parsed[1]).toMatchObject({ msg: 'a line of about a hundred bytes', line: 0, level: 30 });
  expect(parsed.at(-1)).toMatchObject({ level: 40, dropped: 5_002 - (lines.length - 1) });
});

test('a store that takes no log harms no run', async () => {
  const backend = await makeBackend();
  const { results } = backend.stores;
  let refused = 0;
  const stores = {
    ...backend.stores,
    results: {
      ...results,
      put: (async (key, ...rest) => {
        if (!key.endsWith('.log')) return results.put(key, ...rest);
        refused += 1;
        throw new Error('no room for logs');
      }) as typeof results.put,
    },
  };
  for (const stage of Object.values(wordStages)) await startWorker({ ...backend, stores }, stage);
  const run = await uploadText(backend, 'words/a.txt', 'one');
  expect(await settled(backend, run)).toMatchObject({
    status: 'sealed',
    stages: [{ attempts: 1 }, {}, {}, {}],
  });
  await until('each attempt’s log was refused', () => refused === 4);
  for (const queue of Object.values(backend.queues))
    expect((await queue.deadLetters?.depth())?.visible).toBe(0);
});
