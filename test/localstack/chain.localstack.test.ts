import { readFile } from 'node:fs/promises';
import { openS3Client, openSqsClient, provisionAws } from '@wattline/backend-aws';
import { localstackConfig, onLocalStack } from '@wattline/backend-aws/testing';
import { topology } from '@wattline/topology';
import { type Backend, type Receipt, stageNames, writeObjectCreated } from '@wattline/worker';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type AwsBackend, deadLetters, noDeadLetters, openAwsBackend } from '../support/aws-backend.ts';
import { makeBackend } from '../support/backend.ts';
import { emptied, ended } from '../support/ended.ts';
import { yearOfReadings } from '../support/reference-data.ts';
import { sealedBytes } from '../support/sealed-bytes.ts';
import { type StageProcess, startStageProcess } from '../support/stage-processes.ts';
import { uploadText } from '../support/upload.ts';

const SPEC = 'preset: power-consumption\n';

/** Uploads the reference file and waits for its run's end. */
const sealReference = async (backend: Backend): Promise<{ run: string; receipt: Receipt }> => {
  const text = await readFile(await yearOfReadings());
  const run = await uploadText(backend, 'reference/powerconsumption.csv', text, SPEC);
  return { run, receipt: await ended(backend, run) };
};

const startStages = (environment: Record<string, string>): StageProcess[] =>
  stageNames.map((stage) => startStageProcess(stage, environment));

onLocalStack('the chain on S3 and SQS', (endpoint) => {
  describe('the chain on S3 and SQS', () => {
    const makeAwsBackend = async (): Promise<{ backend: AwsBackend; processes: StageProcess[] }> => {
      const config = localstackConfig(endpoint);
      const { prefix, s3, sqs } = config;
      await provisionAws({ s3: openS3Client(s3), sqs: openSqsClient(sqs), topology, prefix });
      const backend = openAwsBackend(config);
      onTestFinished(() => backend.close());
      const environment = {
        WATTLINE_PREFIX: prefix,
        AWS_REGION: s3.region,
        WATTLINE_ENDPOINT: endpoint,
      };
      return { backend, processes: startStages(environment) };
    };

    test('gives the same version and the same bytes as the chain on this machine', async () => {
      const local = await makeBackend();
      startStages({ WATTLINE_DATA_DIR: local.dataDir });
      const { receipt: wanted } = await sealReference(local);
      expect(wanted.status).toBe('sealed');

      const { backend, processes } = await makeAwsBackend();
      const { receipt } = await sealReference(backend);
      expect(receipt).toMatchObject({ status: 'sealed', version: wanted.version });
      const bytes = await sealedBytes(backend, 'reference');
      expect(bytes).toEqual(await sealedBytes(local, 'reference'));
      expect(Object.keys(bytes).length).toBeGreaterThan(5);

      for (const { child } of processes) child.kill('SIGTERM');
      for (const { ended, stderr } of processes)
        expect({ ...(await ended), stderr: stderr() }).toEqual({ code: 0, signal: null, stderr: '' });
      expect(await deadLetters(backend)).toEqual(noDeadLetters);
    });

    test('starts one run for an upload, however often S3 announces it, and none for a spec', async () => {
      const { backend } = await makeAwsBackend();
      const { staging, results } = backend.stores;
      const key = 'staging-directory/plant 7/März +1.csv';
      const rows = Array.from(
        { length: 48 },
        (_, i) => `2026-03-0${1 + Math.floor(i / 24)}T${String(i % 24).padStart(2, '0')}:00:00,${i}`,
      );
      const spec = 'time: { column: time }\nvalues: { load: {} }\n';
      await staging.put('staging-directory/plant 7/wattline.yaml', spec);
      const info = await staging.put(key, ['time,load', ...rows, ''].join('\n'));
      const announcement = writeObjectCreated({
        bucket: staging.name,
        key,
        bytes: info.bytes,
        etag: info.etag,
        at: info.modifiedAt,
        ...(info.versionId !== undefined && { versionId: info.versionId }),
      });
      await Promise.all(Array.from({ length: 10 }, () => backend.queues.ingest.send(announcement)));
      await emptied(stageNames.map((name) => backend.queues[name]));
      const runs = new Set<string | undefined>();
      for await (const found of results.list('runs/')) runs.add(found.key.split('/')[1]);
      expect(runs.size).toBe(1);
      const [run = ''] = runs;
      expect(await ended(backend, run)).toMatchObject({ status: 'sealed', dataset: 'plant 7' });
      expect(await deadLetters(backend)).toEqual(noDeadLetters);
    });
  });
});
