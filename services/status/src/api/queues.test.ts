import type { DeadLetterList, QueueList } from '@wattline/api';
import { TransientError } from '@wattline/errors';
import type { Stage } from '@wattline/worker';
import { expect, test } from 'vitest';
import { openTestStatus, type TestStatus } from '../testing/open-test-status.ts';
import { readings } from '../testing/readings.ts';

const failing = (): Stage => ({
  name: 'ingest',
  run: async () => {
    throw new TransientError('DISK_GONE', 'the disk <b>is</b> gone', { remedy: 'put it back' });
  },
});

const post = async ({ app }: TestStatus, path: string, body: unknown) => {
  const response = await app.request(`/api/v1/queues/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
};

const letters = async ({ get }: TestStatus, queue: string): Promise<DeadLetterList> => {
  const { status, body } = await get(`/api/v1/queues/${queue}/dead-letters`);
  expect(status).toBe(200);
  return body as DeadLetterList;
};

const depths = async ({ get }: TestStatus, name: string) =>
  ((await get('/api/v1/queues')).body as QueueList).queues.find((queue) => queue.name === name);

test('what was given up says why, in the words of the run’s ledger', async () => {
  const status = await openTestStatus({ stages: [failing()], maxFailures: 2 });
  const run = await status.upload('power/a.csv', readings());
  let list = await letters(status, 'ingest');
  while (list.total === 0) {
    await new Promise((done) => setTimeout(done, 20));
    list = await letters(status, 'ingest');
  }
  expect(list).toMatchObject({
    total: 1,
    deadLetters: [{ run, part: 0, reason: 'the disk <b>is</b> gone', remedy: 'put it back' }],
  });
  expect(await depths(status, 'ingest')).toMatchObject({ visible: 0, inFlight: 0, deadLetters: 1 });
});

test('one dead letter, or all, go back into the queue', async () => {
  const status = await openTestStatus({ stages: [] });
  const { transform } = status.backend.queues;
  for (const body of ['one', 'two', 'three']) await transform.deadLetters?.send(body);
  const list = await letters(status, 'transform');
  expect(list.total).toBe(3);
  expect(list.deadLetters[0]).toMatchObject({ reason: expect.stringContaining('not sent by Wattline') });
  const id = list.deadLetters.find(({ body }) => body === 'two')?.id;
  expect(await post(status, 'transform/redrives', { id })).toEqual({ status: 200, body: { moved: 1 } });
  expect((await transform.peek(10)).map(({ body }) => body)).toEqual(['two']);
  expect(await post(status, 'transform/redrives', { id })).toMatchObject({
    status: 404,
    body: { code: 'DEAD_LETTER_UNKNOWN' },
  });
  expect(await post(status, 'transform/redrives', {})).toEqual({ status: 200, body: { moved: 2 } });
  expect(await depths(status, 'transform')).toMatchObject({ visible: 3, deadLetters: 0 });
});

test('a body that is not JSON moves nothing, whatever it says', async () => {
  const status = await openTestStatus({ stages: [] });
  const { transform } = status.backend.queues;
  await transform.deadLetters?.send('one');
  for (const headers of [{}, { 'content-type': 'application/x-www-form-urlencoded' }])
    for (const body of ['{"id":"x"}', undefined]) {
      const response = await status.app.request('/api/v1/queues/transform/redrives', {
        method: 'POST',
        headers,
        ...(body !== undefined && { body: new TextEncoder().encode(body) }),
      });
      expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([
        415,
        'MEDIA_TYPE_UNSUPPORTED',
      ]);
    }
  expect(await depths(status, 'transform')).toMatchObject({ visible: 0, deadLetters: 1 });
});

test('messages are thrown away only by who names the queue twice', async () => {
  const status = await openTestStatus({ stages: [] });
  const { publish } = status.backend.queues;
  await publish.send('a');
  await publish.deadLetters?.send('b');
  expect(await post(status, 'publish/purges', { what: 'messages', confirm: 'yes' })).toMatchObject({
    status: 400,
    body: { code: 'CONFIRMATION_MISSING' },
  });
  expect(await post(status, 'publish/purges', { what: 'everything', confirm: 'publish' })).toMatchObject({
    status: 400,
    body: { code: 'REQUEST_INVALID' },
  });
  expect(await depths(status, 'publish')).toMatchObject({ visible: 1, deadLetters: 1 });
  expect(await post(status, 'publish/purges', { what: 'dead-letters', confirm: 'publish' })).toEqual({
    status: 204,
    body: undefined,
  });
  expect(await depths(status, 'publish')).toMatchObject({ visible: 1, deadLetters: 0 });
  expect((await post(status, 'publish/purges', { what: 'messages', confirm: 'publish' })).status).toBe(204);
  expect(await depths(status, 'publish')).toMatchObject({ visible: 0, deadLetters: 0 });
});

test('an unknown queue is a 404 with a remedy', async () => {
  const status = await openTestStatus({ stages: [] });
  expect(await status.get('/api/v1/queues/secrets/dead-letters')).toMatchObject({ status: 400 });
});
