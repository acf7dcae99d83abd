import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Message } from '@wattline/backend-contract';
import { expect, onTestFinished, test } from 'vitest';
import { openSqsClient } from '../clients.ts';
import { deleteByTens } from './delete-by-tens.ts';
import { isStaleCode } from './sqs-error.ts';

interface Entry {
  readonly Id: string;
  readonly ReceiptHandle: string;
}

const message = (receiptHandle: string): Message => ({
  id: receiptHandle,
  body: '',
  receiveCount: 1,
  sentAt: new Date(0),
  receiptHandle,
});

/** A server that speaks SQS's protocol, and answers for each message: deleted, or the code of a failure. */
const openServer = async (failureOf: (receiptHandle: string, request: number) => string | undefined) => {
  const requests: string[][] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { Entries } = JSON.parse(Buffer.concat(chunks).toString()) as { Entries: Entry[] };
    requests.push(Entries.map(({ ReceiptHandle }) => ReceiptHandle));
    const failures = Entries.map(({ Id, ReceiptHandle }) => ({
      Id,
      Code: failureOf(ReceiptHandle, requests.length),
    }));
    const Failed = failures
      .filter(({ Code }) => Code !== undefined)
      .map(({ Id, Code }) => ({ Id, Code, SenderFault: false, Message: `${Code} of ${Id}` }));
    const Successful = failures.filter(({ Code }) => Code === undefined).map(({ Id }) => ({ Id }));
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify({ Successful, Failed }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
  Object.assign(process.env, credentials);
  const client = openSqsClient({ region: 'eu-central-1', endpoint });
  onTestFinished(() => {
    client.destroy();
    server.close();
  });
  const open = (isHeld: (one: Message) => boolean = () => true) =>
    deleteByTens({ client, url: async () => `${endpoint}/000000000000/queue`, isHeld });
  return { requests, open };
};

test('messages deleted at the same time go ten to a request', async () => {
  const { requests, open } = await openServer(() => undefined);
  const remove = open();
  const handles = Array.from({ length: 25 }, (_, index) => `h${index}`);
  expect(await Promise.all(handles.map((handle) => remove(message(handle))))).toEqual(
    handles.map(() => true),
  );
  expect(requests.map((request) => request.length).sort()).toEqual([10, 10, 5]);
  expect(requests.flat().sort()).toEqual([...handles].sort());
});

test('of a batch that failed in part, each message has its own end', async () => {
  const { requests, open } = await openServer((handle, request) => {
    if (handle === 'busy' && request === 1) return 'InternalError';
    if (handle === 'never') return 'ServiceUnavailable';
    return handle === 'stale' ? 'ReceiptHandleIsInvalid' : undefined;
  });
  const remove = open();
  const ends = await Promise.allSettled(
    ['fine', 'busy', 'stale', 'never'].map((one) => remove(message(one))),
  );
  expect(ends).toMatchObject([
    { status: 'fulfilled', value: true },
    { status: 'fulfilled', value: true },
    { status: 'fulfilled', value: false },
    { status: 'rejected', reason: { name: 'ServiceUnavailable' } },
  ]);
  expect(requests).toEqual([['fine', 'busy', 'stale', 'never'], ['busy', 'never'], ['never'], ['never']]);
});

test('a delivery that ended meanwhile is not deleted: the message is another receiver’s', async () => {
  let isHeld = true;
  const { requests, open } = await openServer(() => {
    isHeld = false;
    return 'InternalError';
  });
  const remove = open(() => isHeld);
  expect(await remove(message('late'))).toBe(false);
  expect(await remove(message('later'))).toBe(false);
  expect(requests).toEqual([['late']]);
});

test('what AWS says of an expired receipt handle counts as stale', () => {
  const reason = 'Value x for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.';
  expect(isStaleCode('InvalidParameterValue', reason)).toBe(true);
  expect(isStaleCode('InvalidParameterValue', 'Value 99999 for parameter VisibilityTimeout is invalid')).toBe(
    false,
  );
  expect(isStaleCode('InternalError', reason)).toBe(false);
});
