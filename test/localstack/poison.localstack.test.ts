import { openS3Client, openSqsClient, provisionAws } from '@wattline/backend-aws';
import { localstackConfig, onLocalStack } from '@wattline/backend-aws/testing';
import { topology } from '@wattline/topology';
import { readReceipt } from '@wattline/worker';
import { describe, expect, onTestFinished, test } from 'vitest';
import { attemptsKept } from '../support/attempts.ts';
import { deadLetters, noDeadLetters, openAwsBackend } from '../support/aws-backend.ts';
import { ended } from '../support/ended.ts';
import { makeFolder } from '../support/folder.ts';
import { startStatusProcess } from '../support/service-process.ts';
import { until } from '../support/until.ts';
import { uploadText } from '../support/upload.ts';
import { superviseWordStages } from '../support/word-stage-services.ts';

const MAX_DEATHS = 2;
/** What a dead process had comes back after that: long enough for a busy machine to renew in time. */
const VISIBILITY_MS = 5_000;

onLocalStack('dead letters on S3 and SQS', (endpoint) => {
  describe('dead letters on S3 and SQS', () => {
    const open = async () => {
      const config = localstackConfig(endpoint);
      const { prefix, s3, sqs } = config;
      await provisionAws({ s3: openS3Client(s3), sqs: openSqsClient(sqs), topology, prefix });
      const backend = openAwsBackend(config);
      onTestFinished(() => backend.close());
      const environment = {
        WATTLINE_PREFIX: prefix,
        AWS_REGION: s3.region,
        WATTLINE_ENDPOINT: endpoint,
        WATTLINE_SCRATCH: await makeFolder(),
      };
      return { backend, environment };
    };

    test('sound uploads beside some that end processes are sealed, and those are dead letters with the reason', async () => {
      const { backend, environment } = await open();
      const names = [
        'kills-ingest-0',
        'sound-1',
        'kills-ingest-2',
        'sound-3',
        'kills-transform-4',
        'sound-5',
      ];
      const runs = await Promise.all(
        names.map(async (name) => ({ name, run: await uploadText(backend, `${name}/a.txt`, 'one two') })),
      );
      await superviseWordStages({
        ...environment,
        WATTLINE_SLOTS: '4',
        WATTLINE_MAX_DEATHS: String(MAX_DEATHS),
        WATTLINE_VISIBILITY_MS: String(VISIBILITY_MS),
      });
      for (const { name, run } of runs) {
        const receipt = await ended(backend, run);
        const attempts = Math.max(...(await attemptsKept(backend, run)));
        if (name.startsWith('sound')) {
          expect(receipt.status, name).toBe('sealed');
          // Once beside a poison that ended the process, then alone.
          expect(attempts, name).toBeLessThanOrEqual(2);
        } else {
          expect(receipt, name).toMatchObject({
            status: 'failed',
            error: { code: 'WORKER_DIED', place: { file: receipt.upload.key } },
          });
          expect(attempts, name).toBeLessThanOrEqual(1 + MAX_DEATHS);
        }
      }
      await until('each is a dead letter', async () => {
        const letters = await deadLetters(backend);
        // Both words of the upload that ends transform, or one where the other had not been begun.
        return letters.ingest === 2 && (letters.transform ?? 0) >= 1;
      });
    });

    test('a run whose message SQS itself gave up fails at once, and its letter can be redriven', async () => {
      const { backend, environment } = await open();
      const run = await uploadText(backend, 'poem/a.txt', 'one two');
      const { ingest } = backend.queues;
      // S3 sends a test event first.
      await until('the upload’s message is a dead letter', async () => {
        const received = await ingest.receive({ max: 10, waitMs: 1_000, visibilityMs: 60_000 });
        const message = received.find(({ body }) => body.includes('poem'));
        return message !== undefined && (await ingest.deadLetter(message));
      });
      await startStatusProcess(environment);
      expect(await ended(backend, run)).toMatchObject({
        status: 'failed',
        error: { code: 'DELIVERIES_EXHAUSTED', stage: 'ingest' },
      });
      expect(await deadLetters(backend)).toEqual({ ...noDeadLetters, ingest: 1 });
      expect(await ingest.redrive()).toBe(1);
      await superviseWordStages(environment);
      await until('it is sealed', async () => (await readReceipt(backend.stores, run))?.status === 'sealed');
    });
  });
});
