import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, expect, test } from 'vitest';
import { openS3Client } from './clients.ts';
import { type FaultyProxy, startFaultyProxy } from './testing/faulty-proxy/faulty-proxy.ts';

let proxy: FaultyProxy | undefined;
afterEach(() => proxy?.close());

/** A client of a server that refuses each object's first requests with 503. */
const openClient = async (refusals: number) => {
  // Nothing is behind it: what is let through is answered by the proxy too.
  proxy = await startFaultyProxy('http://127.0.0.1:1');
  const seen = new Map<string, number>();
  proxy.plan(({ path }) => {
    const count = (seen.get(path) ?? 0) + 1;
    seen.set(path, count);
    return { refuse: count <= refusals ? 503 : 200 };
  });
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
  const client = openS3Client({ region: 'eu-central-1', endpoint: proxy.url });
  const ask = (key: string) => client.send(new HeadObjectCommand({ Bucket: 'bucket', Key: key }));
  return { client, ask };
};

test('requests that fail more than once, by the hundred, do not use up the retries of others', async () => {
  const { client, ask } = await openClient(3);
  for (let from = 0; from < 120; from += 20) {
    const keys = Array.from({ length: 20 }, (_, index) => `object-${from + index}`);
    const answers = await Promise.all(keys.map(ask));
    for (const { $metadata } of answers) expect($metadata.attempts).toBe(4);
  }
  client.destroy();
});
