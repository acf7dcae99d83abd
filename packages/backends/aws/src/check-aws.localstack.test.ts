import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { checkAws } from './check-aws.ts';
import { openAwsQueues } from './open-aws-queues.ts';
import { openAwsStores } from './open-aws-stores.ts';
import { localstackConfig, onLocalStack } from './testing/localstack.ts';

const run = promisify(execFile);
const provision = fileURLToPath(new URL('./provision/main.ts', import.meta.url));

onLocalStack('a deployment', (endpoint) => {
  describe('a deployment', () => {
    const config = localstackConfig(endpoint);
    const { stores } = openAwsStores(config);
    const { queues } = openAwsQueues(config);
    const needs = { stores: ['staging', 'results'], queues: ['ingest'] } as const;
    const environment = {
      ...process.env,
      WATTLINE_PREFIX: config.prefix,
      AWS_REGION: config.s3.region,
      AWS_ENDPOINT_URL: endpoint,
    };

    test('is reported missing until it is provisioned', async () => {
      const missing = checkAws({ stores, queues }, needs);
      await expect(missing).rejects.toMatchObject({ code: 'AWS_UNUSABLE' });
      await expect(missing).rejects.toThrow(
        new RegExp(
          `bucket ${config.prefix}-staging: NoSuchBucket.*\n.*bucket ${config.prefix}-results: .*\n.*queue ${config.prefix}-ingest: QueueDoesNotExist`,
        ),
      );
      const { stdout } = await run(process.execPath, [provision], { env: environment });
      expect(stdout).toBe(`${config.prefix}: buckets and queues are there\n`);
      await checkAws({ stores, queues }, needs);
    });

    test('is not provisioned with a wrong setting', async () => {
      const wrong = run(process.execPath, [provision], { env: { ...environment, WATTLINE_PREFIX: 'No' } });
      await expect(wrong).rejects.toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/WATTLINE_PREFIX: must be/),
      });
    });

    test('takes a presigned upload once, of the size that was said, under its condition', async () => {
      const key = 'staging-directory/plant/März 1+2.csv';
      const presign = async (replaces?: string) => {
        const request = await stores.staging.presignUpload?.(key, {
          bytes: 10,
          expiresInSeconds: 60,
          replaces,
        });
        if (request === undefined) throw new Error('the store presigns nothing');
        return (text: string, headers: Readonly<Record<string, string>> = request.headers) =>
          fetch(request.url, { method: 'PUT', body: text, headers });
      };
      const send = await presign();
      expect((await send('x'.repeat(11))).status).toBe(403);
      expect((await send('x'.repeat(10), {})).status).toBe(403);
      expect(await stores.staging.head(key)).toBeUndefined();
      expect((await send('x'.repeat(10))).status).toBe(200);
      const first = await stores.staging.head(key);
      expect(first).toMatchObject({ key, bytes: 10 });
      expect((await send('y'.repeat(10))).status).toBe(412);

      const again = await presign(first?.etag);
      const other = await presign(first?.etag);
      expect((await again('z'.repeat(10))).status).toBe(200);
      expect((await again('a'.repeat(10))).status).toBe(412);
      expect((await other('b'.repeat(10))).status).toBe(412);
      expect(Buffer.from((await stores.staging.get(key))?.body ?? []).toString()).toBe('z'.repeat(10));
    });
  });
});
