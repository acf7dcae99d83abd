import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { openS3Client, openSqsClient, provisionAws } from '@wattline/backend-aws';
import { localstackConfig, onLocalStack } from '@wattline/backend-aws/testing';
import { topology } from '@wattline/topology';
import {
  type Backend,
  type Receipt,
  readObjectCreated,
  runId,
  stageNames,
  writeObjectCreated,
} from '@wattline/worker';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type AwsBackend, deadLetters, noDeadLetters, openAwsBackend } from '../support/aws-backend.ts';
import { makeBackend } from '../support/backend.ts';
import { emptied, ended } from '../support/ended.ts';
import { yearOfReadings } from '../support/reference-data.ts';
import { sealedBytes } from '../support/sealed-bytes.ts';
import { shareClaims } from '../support/share-claims.ts';
import { type StageProcess, startStageProcess } from '../support/stage-processes.ts';
import { uploadText } from '../support/upload.ts';

const SPEC = 'preset: power-consumption\n';

/** Uploads the reference file and waits for its run's end. */
/** A text, and it packed, as datasets of their own: one after the other, so that somebody is free to read cuts. */
const sealReference = async (backend: Backend): Promise<{ run: string; receipt: Receipt }[]> => {
  const text = await readFile(await yearOfReadings());
  const sealed = async (name: string, body: Uint8Array) => {
    const run = await uploadText(backend, name, body, SPEC);
    return { run, receipt: await ended(backend, run) };
  };
  return [
    await sealed('reference/powerconsumption.csv', text),
    await sealed('packed/powerconsumption.csv.gz', gzipSync(text)),
  ];
};

const startStages = (environment: Record<string, string>): StageProcess[] =>
  stageNames.map((stage) => startStageProcess(stage, environment));

onLocalStack('the chain on S3 and SQS', (endpoint) => {
  describe('the chain on S3 and SQS', () => {
    /** Without services: `start` starts them. */
    const provisioned = async (): Promise<{ backend: AwsBackend; start: () => StageProcess[] }> => {
      const config = localstackConfig(endpoint);
      const { prefix, s3, sqs } = config;
      await provisionAws({ s3: openS3Client(s3), sqs: openSqsClient(sqs), topology, prefix });
      const backend = openAwsBackend(config);
      onTestFinished(() => backend.close());
      const environment = {
        WATTLINE_PREFIX: prefix,
        AWS_REGION: s3.region,
        WATTLINE_ENDPOINT: endpoint,
        // A file of some megabytes is read in cuts, from parts of the object.
        WATTLINE_CUT_BYTES: '1000000',
      };
      return { backend, start: () => startStages(environment) };
    };
    const makeAwsBackend = async (): Promise<{ backend: AwsBackend; processes: StageProcess[] }> => {
      const { backend, start } = await provisioned();
      return { backend, processes: start() };
    };

    test('gives the same version and the same bytes as the chain on this machine', async () => {
      const local = await makeBackend();
      startStages({ WATTLINE_DATA_DIR: local.dataDir });
      const wanted = await sealReference(local);
      expect(wanted.map(({ receipt }) => receipt.status)).toEqual(['sealed', 'sealed']);

      const { backend, processes } = await makeAwsBackend();
      const runs = await sealReference(backend);
      expect(runs.map(({ receipt }) => receipt.version)).toEqual(
        wanted.map(({ receipt }) => receipt.version),
      );
      for (const { run } of runs) expect((await shareClaims(backend, run)).length).toBeGreaterThan(3);
      for (const dataset of ['reference', 'packed']) {
        const bytes = await sealedBytes(backend, dataset);
        expect(bytes).toEqual(await sealedBytes(local, dataset));
        expect(Object.keys(bytes).length).toBeGreaterThan(5);
      }

      for (const { child } of processes) child.kill('SIGTERM');
      for (const { ended, stderr } of processes)
        expect({ ...(await ended), stderr: stderr() }).toEqual({ code: 0, signal: null, stderr: '' });
      expect(await deadLetters(backend)).toEqual(noDeadLetters);
    });

    test('grows a dataset, by events in wrong order and twice, to the bytes that it has on this machine', async () => {
      const day = (date: number): string =>
        `time,meter,load\n${Array.from({ length: 24 }, (_, hour) => ['A', 'B'].map((meter) => `2024-01-${28 + date}T${String(hour).padStart(2, '0')}:00:00Z,${meter},${(hour * 7 + date) % 11}\n`).join('')).join('')}`;
      const files = [
        ['monday.csv', day(1)],
        ['wednesday.csv', day(3)],
        ['tuesday.csv', day(2)],
        ['correction.csv', 'time;meter;load\n30.01.2024 05:00;A;99,5\n30.01.2024 06:00;A;\n'],
      ] as const;
      const spec =
        'time: { column: time, cadence: 1h }\nentity: meter\nvalues: { load: {} }\npartition: { entityBuckets: 2, period: month }\nlags: { by: [24h] }\n';
      const local = await makeBackend();
      startStages({ WATTLINE_DATA_DIR: local.dataDir });
      const wanted: Receipt[] = [];
      for (const [index, [name, text]] of files.entries())
        wanted.push(
          await ended(local, await uploadText(local, `plant/${name}`, text, index === 0 ? spec : undefined)),
        );
      expect(wanted.map(({ status }) => status)).toEqual(files.map(() => 'sealed'));

      const { backend, start } = await provisioned();
      const { staging, results } = backend.stores;
      await staging.put('staging-directory/plant/wattline.yaml', spec);
      const runs = new Map<string, string>();
      for (const [name, text] of files) {
        const info = await staging.put(`staging-directory/plant/${name}`, text);
        const { key, bytes, etag, versionId, modifiedAt: at } = info;
        const created = { bucket: staging.name, key, bytes, etag, at };
        runs.set(key, runId({ ...created, ...(versionId !== undefined && { versionId }) }));
      }
      // What S3 announced is sent again in another order. Its own words: a look at an object shows whole seconds, and would
      // change the order of the uploads.
      const { ingest } = backend.queues;
      const waiting = new Map<string, string>();
      while (waiting.size <= files.length)
        for (const message of await ingest.receive({ max: 10, waitMs: 1_000, visibilityMs: 600_000 })) {
          for (const { key } of readObjectCreated(JSON.parse(message.body)) ?? [])
            waiting.set(key, message.body);
          await ingest.delete(message);
        }
      start();
      // The newest two first, and twice. They wait for the earlier uploads, and of uploads that wait one makes the version.
      for (const name of ['correction.csv', 'wednesday.csv'])
        await ingest.send(waiting.get(`staging-directory/plant/${name}`) ?? '');
      for (const body of waiting.values()) await ingest.send(body);
      const statuses: string[] = [];
      for (const run of runs.values()) statuses.push((await ended(backend, run)).status);
      expect(statuses).toContain('sealed');
      expect(statuses.filter((status) => status !== 'sealed' && status !== 'superseded')).toEqual([]);
      await emptied(stageNames.map((name) => backend.queues[name]));
      const log: string[] = [];
      for await (const { key } of results.list('datasets/plant/log/')) log.push(key);
      expect(log).toHaveLength(files.length);
      const latest = async ({ stores }: Pick<Backend, 'stores'>): Promise<string> => {
        const found = await stores.features.get('feature-sets/plant/latest.json');
        return (JSON.parse(new TextDecoder().decode(found?.body)) as { version: string }).version;
      };
      const version = await latest(backend);
      expect(version).toBe(wanted.at(-1)?.version);
      const ofVersion = async (from: Pick<Backend, 'stores'>): Promise<Record<string, string>> =>
        Object.fromEntries(
          Object.entries(await sealedBytes(from, 'plant')).filter(([key]) =>
            key.includes(`version=${version}/`),
          ),
        );
      expect(await ofVersion(backend)).toEqual(await ofVersion(local));
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
