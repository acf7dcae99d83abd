import { openS3Client, openSqsClient, provisionAws } from '@wattline/backend-aws';
import { localstackConfig, onLocalStack } from '@wattline/backend-aws/testing';
import { topology } from '@wattline/topology';
import {
  pinVersion,
  previewDeletion,
  readHistory,
  requestDeletion,
  restoreVersion,
  stageNames,
  sweepDataset,
} from '@wattline/worker';
import { expect, onTestFinished, test } from 'vitest';
import { deadLetters, noDeadLetters, openAwsBackend } from '../support/aws-backend.ts';
import { ended } from '../support/ended.ts';
import { makeFolder } from '../support/folder.ts';
import { startStageProcess } from '../support/stage-processes.ts';
import { uploadText } from '../support/upload.ts';

const SPEC = 'time: { column: time, cadence: 1h }\nentity: meter\nvalues: { load: {} }\n';
const D = 'town';

const day = (date: number): string =>
  `time,meter,load\n${Array.from({ length: 24 }, (_, hour) => ['A', 'B'].map((meter) => `2024-01-0${date}T${String(hour).padStart(2, '0')}:00:00Z,${meter},${hour % 5}\n`).join('')).join('')}`;

onLocalStack('a dataset on S3 and SQS', (endpoint) => {
  test('is deleted from, restored, pinned and swept, and its history says so', async () => {
    const config = localstackConfig(endpoint);
    const { prefix, s3, sqs } = config;
    await provisionAws({ s3: openS3Client(s3), sqs: openSqsClient(sqs), topology, prefix });
    const backend = openAwsBackend(config);
    onTestFinished(() => backend.close());
    const { stores } = backend;
    for (const stage of stageNames)
      startStageProcess(stage, {
        WATTLINE_PREFIX: prefix,
        AWS_REGION: s3.region,
        WATTLINE_ENDPOINT: endpoint,
      });
    const versions: string[] = [];
    for (const date of [1, 2, 3]) {
      const run = await uploadText(backend, `${D}/${date}.csv`, day(date), date === 1 ? SPEC : undefined);
      const { version = '' } = await ended(backend, run);
      versions.push(version);
    }
    const scratch = await makeFolder();
    const { signal } = new AbortController();
    expect(await previewDeletion(stores, D, { entity: 'B' }, { scratch, signal })).toEqual({
      entity: 'B',
      rows: 72,
    });
    const asked = await requestDeletion(stores, D, { entity: 'B' }, 'Ada');
    const shrunk = await ended(backend, asked.run);
    expect(shrunk).toMatchObject({ status: 'sealed', ingested: { deletion: { rows: 72 } } });

    const [first = '', second = ''] = versions;
    expect(await restoreVersion(backend, D, second)).toMatchObject({ entry: 5, changed: true });
    await pinVersion(stores, D, first, { name: 'paper' });
    const sweep = (dryRun: boolean) =>
      sweepDataset({ stores, dataset: D, keep: { versions: 1 }, isBusy: async () => false, dryRun });
    const gone = (await sweep(true)).versions.map(({ version }) => version);
    expect(gone.toSorted()).toEqual([versions[2], shrunk.version].toSorted());
    expect((await sweep(false)).versions).toHaveLength(2);
    const left = new Set<string>();
    for await (const { key } of stores.features.list(`feature-sets/${D}/`))
      left.add(/version=(\w+)/.exec(key)?.[1] ?? 'latest');
    expect([...left].toSorted()).toEqual([first, second, 'latest'].toSorted());

    const run = await uploadText(backend, `${D}/4.csv`, day(4));
    expect(await ended(backend, run)).toMatchObject({ ingested: { dataset: { entry: 8, uploads: 3 } } });
    const { entries } = await readHistory(stores, D, { limit: 20 });
    expect(entries.map(({ type }) => type)).toEqual([
      'upload',
      'sweep',
      'pin',
      'restoration',
      'deletion',
      'upload',
      'upload',
      'upload',
    ]);
    expect(entries.map(({ latest }) => latest === true)).toEqual([true, ...Array(7).fill(false)]);
    expect(await deadLetters(backend)).toEqual(noDeadLetters);
  });
});
