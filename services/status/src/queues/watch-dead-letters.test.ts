import type { RunSummary } from '@wattline/api';
import { ledgerKeys, readReceipt } from '@wattline/worker';
import { expect, test } from 'vitest';
import { openTestStatus, type TestStatus } from '../testing/open-test-status.ts';
import { readings } from '../testing/readings.ts';

/** As the queue does with a message that no worker got to record: only the letter is left. */
const buryNext = async ({ backend }: TestStatus): Promise<void> => {
  const [message] = await backend.queues.ingest.receive({ max: 1, waitMs: 10_000, visibilityMs: 60_000 });
  if (message === undefined) throw new Error('there is no message');
  expect(await backend.queues.ingest.deadLetter(message)).toBe(true);
};

const listed = async ({ get }: TestStatus): Promise<readonly RunSummary[]> =>
  ((await get('/api/v1/runs')).body as { runs: RunSummary[] }).runs;

test('a run whose message the queue itself gave up has failed, everywhere, and its letter can be redriven', async () => {
  const status = await openTestStatus({ stages: [] });
  const run = await status.upload('power/a.csv', readings());
  await buryNext(status);
  const failed = { status: 'failed', error: { code: 'DELIVERIES_EXHAUSTED', stage: 'ingest' } };
  await expect.poll(() => listed(status)).toMatchObject([{ run, ...failed }]);
  expect((await status.get(`/api/v1/runs/${run}`)).body).toMatchObject(failed);
  expect(await readReceipt(status.backend.stores, run)).toMatchObject(failed);
  expect(await status.backend.queues.ingest.deadLetters?.depth()).toMatchObject({ visible: 1 });
  expect(await status.backend.queues.ingest.redrive()).toBe(1);
});

test('the letter of a run that was rejected before changes nothing', async () => {
  const first = await openTestStatus();
  const run = await first.upload('power/a.csv', '');
  expect((await first.settled(run)).status).toBe('rejected');
  const created = await first.backend.stores.staging.head('staging-directory/power/a.csv');
  const letter = JSON.stringify({
    Records: [
      {
        eventName: 'ObjectCreated:Put',
        eventTime: new Date().toISOString(),
        s3: {
          bucket: { name: first.backend.stores.staging.name },
          object: { key: created?.key, versionId: created?.versionId, eTag: created?.etag },
        },
      },
    ],
  });
  await first.backend.queues.ingest.deadLetters?.send(letter);
  const other = await first.upload('power/b.csv', readings());
  const { deadLetters } = first.backend.queues.ingest;
  await first.settled(other);
  await expect.poll(async () => (await deadLetters?.depth())?.visible).toBe(1);
  const key = ledgerKeys(run).deadLettered(0, 'ingest', 0);
  expect(await first.backend.stores.results.head(key)).toBeUndefined();
});

test('an unreadable letter is shown, and harms no other', async () => {
  const status = await openTestStatus({ stages: [] });
  await status.backend.queues.ingest.deadLetters?.send(
    '{"Records":[{"eventName":"ObjectCreated:Put","eventTime":"2026-01-01T00:00:00Z","s3":{"bucket":{"name":"x"},"object":{"key":"e%ZZ"}}}]}',
  );
  const run = await status.upload('power/a.csv', readings());
  await buryNext(status);
  await expect.poll(() => listed(status)).toMatchObject([{ run, status: 'failed' }]);
  const letters = await status.get('/api/v1/queues/ingest/dead-letters');
  expect(letters).toMatchObject({ status: 200, body: { total: 2 } });
  expect(JSON.stringify(letters.body)).toContain('not sent by Wattline');
});

test('the letter of a share says that its run lacks nothing, and fails no run', async () => {
  const status = await openTestStatus();
  const run = await status.upload('power/a.csv', readings());
  await status.settled(run);
  await status.backend.queues.ingest.deadLetters?.send(
    JSON.stringify({
      ...{ specversion: '1.0', id: 'a', source: '/wattline/ingest', type: 'wattline.share.offered' },
      ...{ subject: run, time: new Date().toISOString(), datacontenttype: 'application/json' },
      data: {
        ...{ run, dataset: 'power', replay: 0, part: 0, parts: 1, stage: 'ingest' },
        ...{ division: 'f00', share: 3 },
      },
    }),
  );
  const letters = await status.get('/api/v1/queues/ingest/dead-letters');
  expect(letters).toMatchObject({ status: 200, body: { total: 1, deadLetters: [{ run, part: 0 }] } });
  expect(JSON.stringify(letters.body)).toContain('the run lacks nothing');
  expect(await listed(status)).toMatchObject([{ run, status: 'sealed' }]);
});
