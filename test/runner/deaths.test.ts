import {
  AttemptDocument,
  createLog,
  ledgerKeys,
  readDocument,
  readReceipt,
  type Stage,
  writeObjectCreated,
} from '@wattline/worker';
import { expect, test } from 'vitest';
import { attemptsOf } from '../support/attempts.ts';
import { makeBackend, settled } from '../support/backend.ts';
import { until } from '../support/until.ts';
import { uploadText as upload } from '../support/upload.ts';
import { wordStages } from '../support/word-stages.ts';
import { startWorker } from '../support/worker.ts';

type Backend = Awaited<ReturnType<typeof makeBackend>>;

/** What a worker that died leaves: an attempt without an end. */
const leaveLostAttempt = async (
  backend: Backend,
  run: string,
  name: string,
  alone: boolean,
): Promise<void> => {
  const attempt: AttemptDocument = {
    attempt: name,
    worker: `ingest@gone:${name}`,
    receiveCount: 1,
    startedAt: new Date().toISOString(),
    alone,
  };
  await backend.stores.results.put(ledgerKeys(run).attempt(0, 'ingest', 0, name), JSON.stringify(attempt));
};

/** An ingest whose every task waits to be let through; `begun` has the datasets at work. */
const heldIngest = () => {
  const begun: string[] = [];
  const waiting = new Map<string, () => void>();
  const stage: Stage = {
    name: 'ingest',
    run: async (work) => {
      begun.push(work.run.dataset);
      await new Promise<void>((resolve) => waiting.set(work.run.dataset, resolve));
      return wordStages.ingest.run(work);
    },
  };
  return { stage, begun, letThrough: (dataset: string) => waiting.get(dataset)?.() };
};

test('a task whose worker died runs alone: after what is in flight, and before anything else', async () => {
  const backend = await makeBackend();
  const suspect = await upload(backend, 'suspect/a.txt', 'one');
  const [message] = await backend.queues.ingest.receive({ max: 1, waitMs: 10_000, visibilityMs: 60_000 });
  if (message === undefined) throw new Error('there is no message');
  await leaveLostAttempt(backend, suspect, '001-dead', false);

  const { stage, begun, letThrough } = heldIngest();
  const lines: string[] = [];
  const log = createLog('ingest', 'warn', { write: (line) => lines.push(line) });
  await startWorker(backend, stage, { slots: 3, log });
  const first = await upload(backend, 'first/a.txt', 'one');
  await until('the first is at work', () => begun.length === 1);
  await backend.queues.ingest.changeVisibility(message, 0);
  await until('the suspect is to run alone', () => lines.some((line) => line.includes('retried alone')));
  expect(lines.join('')).toContain(suspect);
  const later = await upload(backend, 'later/a.txt', 'one');
  letThrough('first');
  await until('the suspect is at work', () => begun.length === 2);
  expect(begun).toEqual(['first', 'suspect']);
  letThrough('suspect');
  await until('the later one is at work', () => begun.length === 3);
  letThrough('later');
  const alone = async (run: string) =>
    [...(await attemptsOf(backend, run, 'ingest')).values()].flat().map((attempt) => attempt.alone);
  await until('all are ingested', async () => {
    const receipts = await Promise.all(
      [first, suspect, later].map((run) => readReceipt(backend.stores, run)),
    );
    return receipts.every((receipt) => receipt?.stages[0]?.status === 'done');
  });
  expect(await alone(first)).toEqual([false]);
  expect((await alone(suspect)).toSorted()).toEqual([false, true]);
  expect(await alone(later)).toEqual([false]);
});

test('a redrive after the limit counts from zero, and alone', async () => {
  const backend = await makeBackend();
  const run = await upload(backend, 'poem/a.txt', 'one');
  for (const name of ['001-a', '002-b']) await leaveLostAttempt(backend, run, name, true);
  for (const stage of Object.values(wordStages)) await startWorker(backend, stage, { maxDeaths: 2 });
  expect(await settled(backend, run)).toMatchObject({ status: 'failed', error: { code: 'WORKER_DIED' } });
  await until(
    'the letter is there',
    async () => (await backend.queues.ingest.deadLetters?.depth())?.visible === 1,
  );
  expect(await backend.queues.ingest.redrive()).toBe(1);
  await until('it is sealed', async () => (await readReceipt(backend.stores, run))?.status === 'sealed');
  const attempts = (await attemptsOf(backend, run, 'ingest')).get(0) ?? [];
  expect(attempts.map(({ alone }) => alone)).toEqual([true, true, true]);
});

test('a worker that stops records that it released what it had: the next does not take it for a death', async () => {
  const backend = await makeBackend();
  const begun: string[] = [];
  const endless: Stage = {
    name: 'ingest',
    run: ({ signal, run }) => {
      begun.push(run.dataset);
      return new Promise((_, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
      );
    },
  };
  const worker = await startWorker(backend, endless, { graceMs: 20, worker: 'stopped' });
  const run = await upload(backend, 'poem/a.txt', 'one');
  await until('it is at work', () => begun.length === 1);
  await worker.stop();
  for (const stage of Object.values(wordStages)) await startWorker(backend, stage);
  expect((await settled(backend, run)).status).toBe('sealed');
  const attempts = (await attemptsOf(backend, run, 'ingest')).get(0) ?? [];
  expect(attempts.map(({ alone }) => alone)).toEqual([false, false]);
});

test('an attempt of an older Wattline, and the letter it left, are still read', async () => {
  const backend = await makeBackend();
  const run = await upload(backend, 'poem/a.txt', 'one');
  const keys = ledgerKeys(run);
  const { results } = backend.stores;
  const key = keys.attempt(0, 'ingest', 0, '001-old');
  await results.put(
    key,
    JSON.stringify({
      attempt: '001-old',
      worker: 'w',
      receiveCount: 1,
      startedAt: '2026-01-01T00:00:00.000Z',
    }),
  );
  expect(await readDocument(results, key, AttemptDocument)).toMatchObject({ alone: false });
  await results.put(
    keys.run,
    JSON.stringify({
      run,
      dataset: 'poem',
      upload: {
        bucket: 'staging',
        key: 'staging-directory/poem/a.txt',
        etag: '',
        bytes: 3,
        at: '2026-01-01T00:00:00.000Z',
        order: '1',
      },
      createdAt: '2026-01-01T00:00:00.000Z',
    }),
  );
  const error = { code: 'DISK_AWAY', message: 'the disk is away', remedy: 'mount it', place: {} };
  const letter = { stage: 'ingest', part: 0, at: '2026-01-01T00:00:01.000Z', error };
  await results.put(
    keys.deadLettered(0, 'ingest', 0).replace('dead-lettered', 'abandoned'),
    JSON.stringify(letter),
  );
  expect(await readReceipt(backend.stores, run)).toMatchObject({
    status: 'failed',
    error: { code: 'DISK_AWAY' },
  });
});

test('an upload to another bucket starts no run', async () => {
  const backend = await makeBackend();
  await startWorker(backend, wordStages.ingest, { maxFailures: 2 });
  await backend.queues.ingest.send(
    writeObjectCreated({
      bucket: 'elsewhere',
      key: 'staging-directory/poem/a.txt',
      bytes: 3,
      etag: 'x',
      at: new Date(),
    }),
  );
  await until(
    'it is a dead letter',
    async () => (await backend.queues.ingest.deadLetters?.depth())?.visible === 1,
  );
  for await (const { key } of backend.stores.results.list('runs/')) expect.unreachable(key);
});
