import { openS3Client, openSqsClient, provisionAws } from '@wattline/backend-aws';
import { localstackConfig, onLocalStack } from '@wattline/backend-aws/testing';
import { describeWith } from '@wattline/test-tools';
import { topology } from '@wattline/topology';
import { featureSetPlaces, stageNames } from '@wattline/worker';
import { expect, onTestFinished, test } from 'vitest';
import { type AwsBackend, openAwsBackend } from '../support/aws-backend.ts';
import { ended } from '../support/ended.ts';
import { startStageProcess } from '../support/stage-processes.ts';
import { until } from '../support/until.ts';
import { uploadText } from '../support/upload.ts';
import { clientPython, clientSources, runScript } from './client-python.ts';
import { changedCell, codes, DATASET, files, SPEC, seenOf } from './town.ts';

/** As in a bucket that was copied: all manifests have one time, in whole seconds, and it is after that of the commits. */
const copyInOneSecond = async ({ stores }: AwsBackend, versions: readonly string[]): Promise<void> => {
  const { features } = stores;
  const keys: readonly string[] = versions.map((version) => featureSetPlaces(DATASET, version).manifest.key);
  const bodies = await Promise.all(keys.map(async (key) => (await features.get(key))?.body ?? ''));
  const timesOf = async (prefix: string, asked: (key: string) => boolean): Promise<Set<number>> => {
    const times = new Set<number>();
    for await (const { key, modifiedAt } of features.list(`feature-sets/${DATASET}/${prefix}`))
      if (asked(key)) times.add(modifiedAt.getTime());
    return times;
  };
  const committedAt = Math.max(...(await timesOf('_delta_log/', () => true)));
  await until('all are of one second after the commits', async () => {
    await Promise.all(keys.map((key, i) => features.put(key, bodies[i] ?? '')));
    const [at = 0, ...others] = await timesOf('version=', (key) => keys.includes(key));
    return others.length === 0 && at > committedAt;
  });
};

onLocalStack('the Python client on buckets', (endpoint) => {
  describeWith(
    'the Python client on buckets',
    { 'Python with the packages of the client': clientPython },
    (found) => {
      test('reads what the stack sealed there, without a server', async () => {
        const config = localstackConfig(endpoint);
        const { prefix, s3, sqs } = config;
        await provisionAws({ s3: openS3Client(s3), sqs: openSqsClient(sqs), topology, prefix });
        const backend = openAwsBackend(config);
        onTestFinished(() => backend.close());
        for (const stage of stageNames)
          startStageProcess(stage, {
            WATTLINE_PREFIX: prefix,
            AWS_REGION: s3.region,
            WATTLINE_ENDPOINT: endpoint,
          });
        const versions: string[] = [];
        for (const [index, [name, text]] of Object.entries(files).entries()) {
          const run = await uploadText(backend, `${DATASET}/${name}`, text, index === 0 ? SPEC : undefined);
          const { status, version = '' } = await ended(backend, run);
          expect(status).toBe('sealed');
          versions.push(version);
        }
        const [before = '', after = ''] = versions;
        await copyInOneSecond(backend, versions);

        const { features, models, results } = backend.stores;
        const told = await runScript<Record<string, unknown>>(
          found['Python with the packages of the client'],
          clientSources,
          'use_buckets.py',
          [endpoint, s3.region, features.name, models.name, results.name, before, after],
        );
        expect(told.seen).toMatchObject({
          ...seenOf(before, after),
          changes: [[...changedCell, null, null]],
          codes: ['DATASET_UNKNOWN', 'VERSION_UNKNOWN', ...codes],
        });
        expect(told).toMatchObject({
          profile: 'STORE_MISSING',
          features: 40 * 24 * 2,
          nowhere: 'DATASET_UNKNOWN',
          unreachable: 'STORE_UNREACHABLE',
          upload: 'SERVER_NEEDED',
        });
      });
    },
  );
});
