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

    test('takes an upload by form, of the size that was allowed', async () => {
      const key = 'staging-directory/plant/März 1+2.csv';
      const form = await stores.staging.presignUpload?.(key, { maxBytes: 10, expiresInSeconds: 60 });
      if (form === undefined) throw new Error('the store gives no form');
      const { url, fields } = form;
      const send = (text: string) => {
        const body = new FormData();
        for (const [name, value] of Object.entries(fields)) body.append(name, value);
        body.append('file', new Blob([text]));
        return fetch(url, { method: 'POST', body });
      };
      expect((await send('x'.repeat(11))).status).toBe(400);
      expect(await stores.staging.head(key)).toBeUndefined();
      expect((await send('x'.repeat(10))).ok).toBe(true);
      expect(await stores.staging.head(key)).toMatchObject({ key, bytes: 10 });
    });
  });
});
